import { beforeEach, describe, expect, it } from 'vitest'
import type { GuardedRequest, Sighting } from '../../src/browser/guard/sighting.ts'
import type { UndecidedFrame } from '../../src/browser/guard/under-judgement.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { createFrames, type Frames } from '../../src/browser/surface/frames.ts'

const URL_OF_FRAME = 'https://pay.example/form'

const request: GuardedRequest = {
  requestId: '1',
  tabId: 7,
  role: 'frame',
  frameId: 3,
  url: URL_OF_FRAME,
  host: 'pay.example',
  method: 'GET',
  isPrivate: false,
  isSent: true,
}

const sighting: Sighting = {
  request,
  action: 'allowed',
  fingerprint: 'aabb',
  connection: undefined,
  verdict: undefined,
  report: undefined,
}

let unseen: unknown[]
let emptied: unknown[]
let sent: unknown[]
let left: UndecidedFrame[]
let standing: string | undefined
let clock: ManualClock
let frames: Frames

beforeEach(() => {
  unseen = []
  emptied = []
  sent = []
  left = []
  standing = URL_OF_FRAME
  clock = new ManualClock()
  frames = createFrames({
    pages: { lastOf: () => undefined },
    onUnseen: async (...frame) => {
      unseen.push(frame)
      return 'not-seen'
    },
    underJudgement: {
      framesLeftOver: () => Promise.resolve(left),
      takeFrame: async (tabId, frameId) => {
        const before = left.length
        left = left.filter((one) => one.tabId !== tabId || one.frameId !== frameId)
        return left.length < before
      },
    },
    urlAt: () => Promise.resolve(standing),
    clock,
    empty: async (...frame) => void emptied.push(frame),
    send: async (frame) => void sent.push(frame),
  })
})

const LEFT: UndecidedFrame = {
  requestId: '1',
  tabId: 7,
  frameId: 3,
  url: URL_OF_FRAME,
  isPrivate: false,
  since: 0,
}

const commit = (url = URL_OF_FRAME, frameId = 3, tabId = 7) => frames.onCommitted({ tabId, frameId, url })

describe('a document in a frame', () => {
  it('that was asked for is expected, once', async () => {
    frames.onSighting(sighting)
    await commit()
    expect(unseen).toEqual([])
    await commit()
    expect(unseen).toEqual([[7, URL_OF_FRAME, undefined, 3]])
  })

  it('is unseen where something else was asked for, in another frame, or was held', async () => {
    frames.onSighting({ ...sighting, request: { ...request, host: 'other.example' } })
    await commit()
    frames.onSighting({ ...sighting, request: { ...request, frameId: 4 } })
    await commit()
    frames.onSighting({ ...sighting, request: { ...request, tabId: 8 } })
    await commit()
    frames.onSighting({ ...sighting, action: 'held' })
    await commit()
    expect(unseen).toHaveLength(4)
  })

  it('is no matter of ours where no host has sent it, nor where it is the page', async () => {
    await commit('about:blank')
    await commit('data:text/html,')
    await commit('http://pay.example/')
    await commit(URL_OF_FRAME, 0)
    expect(unseen).toEqual([])
  })
})

describe('what Firefox has let go into a frame', () => {
  it('makes way for about:blank once it stands there, and is asked for again, once', async () => {
    left = [LEFT]
    standing = undefined
    await frames.askAgainAll()
    standing = 'https://before.example/'
    await frames.askAgainAll()
    expect(emptied).toEqual([])
    standing = URL_OF_FRAME
    void commit()
    await clock.advance(100)
    expect(emptied).toEqual([[7, 3]])
    expect(sent).toEqual([])
    standing = 'about:blank'
    await clock.advance(100)
    expect(sent).toEqual([{ tabId: 7, frameId: 3, url: URL_OF_FRAME }])
    frames.onSighting(sighting)
    await commit()
    expect(emptied).toHaveLength(1)
    expect(unseen).toEqual([])
  })

  it('is asked for again at the start where it stands there, also where it does not leave', async () => {
    left = [LEFT, { ...LEFT, frameId: 4 }]
    void frames.askAgainAll()
    await clock.advance(1_500)
    await clock.advance(1_500)
    expect(emptied).toEqual([
      [7, 3],
      [7, 4],
    ])
    expect(sent).toHaveLength(2)
  })
})
