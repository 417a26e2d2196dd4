import { beforeEach, describe, expect, it } from 'vitest'
import { createProxyLease } from '../../../src/browser/drill/proxy-lease.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'

const PAGE = 'moz-extension://a/selftest'

let clock: ManualClock
let isHeld: boolean
let isPageOpen: boolean
let awake: number
let lookAfter: () => Promise<void>
let closed: number[]

beforeEach(() => {
  clock = new ManualClock()
  isHeld = true
  isPageOpen = true
  awake = 0
  closed = []
  const lease = createProxyLease({
    permissions: {
      contains: () => Promise.resolve(isHeld),
      remove: () => {
        isHeld = false
        return Promise.resolve(true)
      },
    },
    tabs: {
      remove(tabId) {
        closed.push(...[tabId].flat())
        return Promise.resolve()
      },
    },
    openPages: () =>
      Promise.resolve(isPageOpen ? [undefined, `${PAGE}#drill`] : ['moz-extension://a/options']),
    page: PAGE,
    clock,
    awake: {
      hold() {
        awake++
        return () => void awake--
      },
    },
  })
  lease.onLooking(7)
  lookAfter = lease.lookAfter
})

describe('the permission to be asked about proxies', () => {
  it('stays as long as the page with the drill is open, and the event page stays awake for it', async () => {
    void lookAfter()
    await clock.advance(10_000)
    expect(isHeld).toBe(true)
    expect(awake).toBe(1)
  })

  it('is given back when the page is closed in the middle', async () => {
    void lookAfter()
    await clock.advance(3_000)
    isPageOpen = false
    await clock.advance(1_000)
    expect(isHeld).toBe(false)
    expect(closed).toEqual([7])
    expect(awake).toBe(0)
  })

  it('is given back after two minutes, whatever the page does', async () => {
    void lookAfter()
    await clock.advance(125_000)
    expect(isHeld).toBe(false)
  })

  it('is given back at the next start where Firefox was killed', async () => {
    isPageOpen = false
    await lookAfter()
    expect(isHeld).toBe(false)
  })

  it('is looked for anew each time, and by one at a time', async () => {
    isHeld = false
    await lookAfter()
    isHeld = true
    void lookAfter()
    void lookAfter()
    await clock.advance(1_000)
    expect(awake).toBe(1)
    isPageOpen = false
    await clock.advance(1_000)
    expect(isHeld).toBe(false)
  })
})
