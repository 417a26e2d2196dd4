import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Awake, createAwake } from '../../src/browser/awake.ts'

let pings: number
let awake: Awake

beforeEach(() => {
  vi.useFakeTimers()
  pings = 0
  awake = createAwake(() => Promise.reject(new Error(`ping ${++pings}`)))
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the event page is kept awake', () => {
  it('by a ping every so often, as long as anybody holds on', () => {
    const letGo = [awake.hold(), awake.hold()]
    vi.advanceTimersByTime(3_000)
    const before = pings
    expect(before).toBeGreaterThan(5)
    letGo[0]?.()
    letGo[0]?.()
    vi.advanceTimersByTime(3_000)
    expect(pings).toBe(2 * before)
  })

  it('no longer, with nothing left that runs', () => {
    awake.hold()()
    vi.advanceTimersByTime(3_000)
    expect([pings, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('through holds of a moment each, without a timer for every one', () => {
    const set = vi.spyOn(globalThis, 'setInterval')
    for (let n = 0; n < 100; n++) awake.hold()()
    expect(set).toHaveBeenCalledTimes(1)
    const letGo = awake.hold()
    vi.advanceTimersByTime(1_000)
    expect(pings).toBeGreaterThan(1)
    letGo()
  })
})
