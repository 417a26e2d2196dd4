import { beforeEach, describe, expect, it } from 'vitest'
import type { GuardedRequest } from '../../src/browser/guard/sighting.ts'
import { createUnderJudgement, type Undecided } from '../../src/browser/guard/under-judgement.ts'
import { isUndecided } from '../../src/browser/storage/record-shapes.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

const PAGE: GuardedRequest = {
  requestId: '1',
  tabId: 7,
  role: 'page',
  url: 'https://bank.example/',
  host: 'bank.example',
  method: 'GET',
  isPrivate: false,
  isSent: true,
}

const FRAME: GuardedRequest = {
  ...PAGE,
  requestId: '2',
  role: 'frame',
  frameId: 3,
  url: 'https://bank.example/f',
}

let clock: ManualClock
let storage: MemoryStorage

beforeEach(() => {
  clock = new ManualClock()
  storage = new MemoryStorage()
})

/** As at every start of the event page. */
const create = () =>
  createUnderJudgement({
    table: createSessionTable<Undecided>(storage, 'undecided', 10, isUndecided),
    frames: createSessionTable<Undecided>(storage, 'undecided-frame', 10, isUndecided),
    clock,
  })

describe('a page that is being judged', () => {
  it('is found by the next process where this one is lost, with what its connection has shown', async () => {
    create().begin(PAGE, 'aabb')
    await clock.advance(100)
    expect(await create().leftOver(7)).toMatchObject({ url: PAGE.url, fingerprint: 'aabb' })
    expect(await create().leftOver(8)).toBeUndefined()
  })

  it('is left over for nobody while it is being judged, nor once it was', async () => {
    const pages = create()
    pages.begin(PAGE, 'aabb')
    await clock.advance(100)
    expect(await pages.leftOver(7)).toBeUndefined()
    pages.end(PAGE)
    await clock.advance(0)
    expect(await create().leftOver(7)).toBeUndefined()
  })

  it('is not written down where that takes no time, nor where it is no page', async () => {
    const pages = create()
    pages.begin(PAGE, 'aabb')
    pages.end(PAGE)
    pages.begin({ ...PAGE, role: 'part' }, 'aabb')
    pages.begin({ ...PAGE, tabId: -1 }, 'aabb')
    await clock.advance(1_000)
    expect(storage.writes).toBe(0)
  })

  it('does not take the place of the one that the tab has gone on to', async () => {
    const pages = create()
    pages.begin(PAGE, 'aabb')
    await clock.advance(100)
    pages.begin({ ...PAGE, requestId: '2', url: 'https://other.example/' }, 'ccdd')
    await clock.advance(100)
    pages.end(PAGE)
    await clock.advance(0)
    expect(await create().leftOver(7)).toMatchObject({ fingerprint: 'ccdd' })
  })

  it('is of no interest any more after some minutes', async () => {
    create().begin(PAGE, 'aabb')
    await clock.advance(180_000)
    expect(await create().leftOver(7)).toBeUndefined()
  })

  it('of a private window is forgotten with the last of these', async () => {
    create().begin({ ...PAGE, isPrivate: true }, 'aabb')
    create().begin({ ...FRAME, isPrivate: true }, 'ccdd')
    await clock.advance(100)
    await create().forgetPrivate()
    expect(JSON.stringify([...storage.items])).not.toContain('bank.example')
  })
})

describe('a frame that is being judged', () => {
  it('is found by the next process, and takes no page’s place', async () => {
    const { begin } = create()
    begin(PAGE, 'aabb')
    for (let n = 0; n < 20; n++) begin({ ...FRAME, requestId: `f${n}`, frameId: n + 1 }, 'ccdd')
    await clock.advance(100)
    const next = create()
    expect(await next.leftOver(7)).toMatchObject({ url: PAGE.url })
    const left = await next.framesLeftOver()
    expect(left).toHaveLength(10)
    expect(left.at(-1)).toMatchObject({ url: FRAME.url, tabId: 7, frameId: 20 })
    expect([await next.takeFrame(7, 20), await next.takeFrame(7, 20)]).toEqual([true, false])
  })

  it('is left over for nobody while it is being judged, once it was, nor after some minutes', async () => {
    const frames = create()
    frames.begin(FRAME, 'ccdd')
    await clock.advance(100)
    expect(await frames.framesLeftOver()).toEqual([])
    expect(await frames.takeFrame(7, 3)).toBe(false)
    frames.end(FRAME)
    await clock.advance(0)
    expect(await create().framesLeftOver()).toEqual([])
    create().begin(FRAME, 'ccdd')
    await clock.advance(180_000)
    expect(await create().framesLeftOver()).toEqual([])
    expect(await create().takeFrame(7, 3)).toBe(false)
  })
})
