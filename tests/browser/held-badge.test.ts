import type { Action } from 'webextension-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import { createHeldBadge } from '../../src/browser/surface/held-badge.ts'

const INTERSTITIAL = 'moz-extension://6a1f/extension/interstitial/index.html'
const HELD_ONE = { frameId: 0, url: `${INTERSTITIAL}?id=1` }
const WINDOWS = [
  { id: 1, incognito: false },
  { id: 2, incognito: true },
  { id: 3, incognito: false },
]

let held: { ordinary: number; secret: number }
let badges: Map<number | undefined, string | null>
let counted: number
let failing: number | undefined

beforeEach(() => {
  held = { ordinary: 0, secret: 0 }
  badges = new Map()
  counted = 0
  failing = undefined
})

const nothing = () => Promise.resolve()

const create = () =>
  createHeldBadge({
    action: {
      setBadgeText({ windowId, text }: Action.SetBadgeTextDetailsType) {
        if (windowId === failing) return Promise.reject(new Error('no such window'))
        badges.set(windowId, text)
        return Promise.resolve()
      },
      setBadgeBackgroundColor: nothing,
      setBadgeTextColor: nothing,
    },
    interstitial: INTERSTITIAL,
    openWindows: () => Promise.resolve(WINDOWS),
    count(isPrivate) {
      counted++
      return Promise.resolve(isPrivate ? held.secret : held.ordinary)
    },
  })

const texts = () => WINDOWS.map(({ id }) => badges.get(id))

describe('the count of held pages', () => {
  it('is shown in every window, of private ones apart', async () => {
    held = { ordinary: 3, secret: 2 }
    await create().onCommitted(HELD_ONE)
    expect(texts()).toEqual(['3', '2', '3'])
  })

  it('is none where one is held, which is told of in its place', async () => {
    held = { ordinary: 1, secret: 0 }
    await create().onCommitted(HELD_ONE)
    expect(texts()).toEqual(['', '', ''])
  })

  it('goes with the pages, and costs nothing while there are none', async () => {
    const badge = create()
    held = { ordinary: 2, secret: 0 }
    await badge.onCommitted(HELD_ONE)
    held = { ordinary: 0, secret: 0 }
    await badge.onTabChange()
    expect(texts()).toEqual(['', '', ''])
    const before = counted
    await badge.onTabChange()
    await badge.onCommitted({ frameId: 0, url: 'https://bank.example/' })
    await badge.onCommitted({ ...HELD_ONE, frameId: 5 })
    expect(counted).toBe(before)
  })

  it('is right in the end, however much changes at once', async () => {
    const badge = create()
    held = { ordinary: 9, secret: 0 }
    const first = badge.onCommitted(HELD_ONE)
    held = { ordinary: 50, secret: 0 }
    await Promise.all([first, ...Array.from({ length: 40 }, () => badge.onCommitted(HELD_ONE))])
    expect(texts()).toEqual(['50', '', '50'])
    expect(counted).toBeLessThan(10)
  })

  it('is shown in the other windows where one is being closed', async () => {
    failing = 1
    held = { ordinary: 2, secret: 0 }
    await create().onCommitted(HELD_ONE)
    expect(texts()).toEqual([undefined, '', '2'])
  })
})
