import { beforeEach, describe, expect, it } from 'vitest'
import { createCover, type Cover } from '../../src/browser/guard/cover.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { holdSample } from '../fakes/hold.ts'

let clock: ManualClock
let updates: object[]
let emptied: string[]
let scripted: Promise<[]>
let cover: Cover

beforeEach(() => {
  clock = new ManualClock()
  updates = []
  emptied = []
  scripted = Promise.resolve([])
  cover = createCover({
    tabs: {
      update: (...given: unknown[]) => {
        updates.push(given)
        return Promise.reject(new Error('nobody looks at what it gives'))
      },
    },
    scripting: {
      executeScript: ({ target, world }) => {
        emptied.push(`${target.tabId} ${world}`)
        return scripted
      },
    },
    interstitial: 'moz-extension://6a1f/i.html',
    clock,
  })
})

const show = () => cover.show(holdSample).catch(() => undefined)
const commit = (url: string, tabId = holdSample.tabId, frameId = 0) =>
  cover.onCommitted({ tabId, frameId, url })
const shownWith = (loadReplace: boolean) => [
  [7, { url: 'moz-extension://6a1f/i.html?id=h#https%3A%2F%2Fbank.example%2F', loadReplace }],
]

describe('the interstitial', () => {
  it('takes the place of a page that stands there already at once', async () => {
    await show()
    expect(updates).toEqual(shownWith(true))
    expect(emptied).toEqual(['7 ISOLATED', '7 MAIN'])
  })

  it('does not wait for a page that hangs, nor mind one that cannot be reached', async () => {
    scripted = new Promise(() => {})
    void show()
    await clock.advance(300)
    expect(updates).toEqual(shownWith(true))
    scripted = Promise.reject(new Error('Missing host permission for the tab'))
    await show()
    expect(updates).toHaveLength(2)
  })

  it('waits, where the page is being refused, until its place is taken', async () => {
    cover.onRefusal(7)
    void show()
    await clock.advance(100)
    commit('about:blank', 8)
    commit('about:blank', 7, 3)
    commit('https://bank.example/')
    await clock.advance(100)
    expect(updates).toEqual([])
    commit('about:blank')
    await clock.advance(0)
    expect(updates).toEqual(shownWith(true))
    expect(emptied).toEqual([])
  })

  it('does not mind when that happened before it was ready', async () => {
    cover.onRefusal(7)
    commit('about:blank')
    await show()
    expect(updates).toEqual(shownWith(true))
  })

  it('comes as a page of its own when its place is not taken in time', async () => {
    cover.onRefusal(7)
    void show()
    await clock.advance(2_000)
    expect(updates).toEqual(shownWith(false))
    await show()
    expect(updates).toEqual([...shownWith(false), ...shownWith(true)])
  })
})
