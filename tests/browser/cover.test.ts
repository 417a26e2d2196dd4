import type { Tabs } from 'webextension-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import { createCover, type Cover } from '../../src/browser/guard/cover.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { holdSample } from '../fakes/hold.ts'

const TAB: Tabs.Tab = { index: 0, highlighted: false, active: false, pinned: false, incognito: false }

let clock: ManualClock
let updates: object[]
let emptied: string[]
let scripting: () => Promise<[]>
let update: () => Promise<Tabs.Tab>
let cover: Cover

beforeEach(() => {
  clock = new ManualClock()
  updates = []
  emptied = []
  scripting = () => Promise.resolve([])
  update = () => Promise.resolve(TAB)
  cover = createCover({
    tabs: {
      update: (...given: unknown[]) => {
        updates.push(given)
        return update()
      },
    },
    scripting: {
      executeScript: ({ target, world }) => {
        emptied.push(`${target.tabId} ${world}`)
        return scripting()
      },
    },
    interstitial: 'moz-extension://6a1f/i.html',
    clock,
  })
})

const show = (hold = holdSample) => cover.show(hold).catch(() => undefined)
const commit = (url: string, tabId = holdSample.tabId, frameId = 0) =>
  cover.onCommitted({ tabId, frameId, url })
const shownWith = (loadReplace: boolean, id = 'h') => [
  [7, { url: `moz-extension://6a1f/i.html?id=${id}#https%3A%2F%2Fbank.example%2F`, loadReplace }],
]

describe('the interstitial', () => {
  it('takes the place of a page that stands there already at once', async () => {
    await show()
    expect(updates).toEqual(shownWith(true))
    expect(emptied).toEqual(['7 ISOLATED', '7 MAIN'])
  })

  it('does not wait for a page that hangs, nor mind one that cannot be reached', async () => {
    scripting = () => new Promise(() => {})
    void show()
    await clock.advance(300)
    expect(updates).toEqual(shownWith(true))
    scripting = () => Promise.reject(new Error('Missing host permission for the tab'))
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

  it('is sent for once more where its place is taken after all, and too late', async () => {
    cover.onRefusal(7)
    void show()
    await clock.advance(2_000)
    commit('about:blank', 8)
    commit('about:blank', 7, 3)
    expect(updates).toHaveLength(1)
    commit('about:blank')
    expect(updates).toEqual([...shownWith(false), ...shownWith(true)])
  })

  it.each(['moz-extension://6a1f/i.html?id=h', 'https://elsewhere.example/'])(
    'is not sent for again once the tab shows %s',
    async (url) => {
      await show()
      commit(url)
      commit('about:blank')
      expect(updates).toHaveLength(1)
    },
  )

  it('is not sent for again into a tab that has gone', async () => {
    update = () => Promise.reject(new Error('Invalid tab ID: 7'))
    await expect(cover.show(holdSample)).rejects.toThrow('Invalid tab ID')
    commit('about:blank')
    expect(updates).toHaveLength(1)
  })

  it('of an earlier page is not sent for again where that of a later one is about to come', async () => {
    await show()
    cover.onRefusal(7)
    void show({ ...holdSample, id: 'later' })
    commit('about:blank')
    await clock.advance(0)
    expect(updates).toEqual([...shownWith(true), ...shownWith(true, 'later')])
  })

  it('is that of the last of many pages alone, and waits for none longer than for the first', async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      cover.onRefusal(7)
      void show({ ...holdSample, id })
      await clock.advance(600)
    }
    expect(updates).toEqual(shownWith(false, 'd'))
    cover.onRefusal(7)
    void show({ ...holdSample, id: 'e' })
    commit('about:blank')
    await clock.advance(0)
    expect(updates).toEqual([...shownWith(false, 'd'), ...shownWith(true, 'e')])
  })

  it('of one tab does not stand back for that of another', async () => {
    void show({ ...holdSample, tabId: 8 })
    await show()
    expect(updates).toHaveLength(2)
  })

  it('comes where the page cannot be prepared', async () => {
    scripting = () => {
      throw new Error('no such tab')
    }
    await show()
    await show()
    expect(updates).toEqual([...shownWith(false), ...shownWith(false)])
  })
})

const settled = () => {
  let isSettled = false
  void cover.settled(7).then(() => (isSettled = true))
  return () => isSettled
}

describe('a tab', () => {
  it('is settled where nothing is being refused, or in another', async () => {
    cover.onRefusal(8)
    const isSettled = settled()
    await clock.advance(0)
    expect(isSettled()).toBe(true)
  })

  it('is not while a page is being refused, until its place is taken', async () => {
    cover.onRefusal(7)
    const isSettled = settled()
    await clock.advance(200)
    void show()
    await clock.advance(200)
    expect(isSettled()).toBe(false)
    commit('about:blank')
    await clock.advance(50)
    expect(isSettled()).toBe(false)
    commit('moz-extension://6a1f/i.html?id=h')
    await clock.advance(50)
    expect(isSettled()).toBe(true)
  })

  it('is at last, where nothing ever comes', async () => {
    cover.onRefusal(7)
    const isSettled = settled()
    await clock.advance(2_500)
    expect(isSettled()).toBe(true)
  })
})
