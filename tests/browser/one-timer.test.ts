import { beforeEach, describe, expect, it } from 'vitest'
import { waitWithOneTimer } from '../../src/browser/one-timer.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'

let now: number
let timers: Map<number, { readonly at: number; readonly run: () => void }>
let set: number
let wait: ReturnType<typeof waitWithOneTimer>
let ended: string[]

beforeEach(() => {
  now = 0
  set = 0
  ended = []
  timers = new Map()
  wait = waitWithOneTimer({
    now: () => now,
    set(run, ms) {
      timers.set(++set, { at: now + ms, run })
      return set
    },
    clear: (timer) => void timers.delete(timer),
  })
})

/** As Firefox does: each timer once, in its turn. */
async function advance(ms: number): Promise<void> {
  const until = now + ms
  for (;;) {
    const [due] = [...timers].filter(([, { at }]) => at <= until).toSorted(([, a], [, b]) => a.at - b.at)
    if (due === undefined) break
    const [id, { at, run }] = due
    timers.delete(id)
    now = Math.max(now, at)
    run()
    await Promise.resolve()
  }
  now = until
}

function begin(name: string, ms: number, cancellation = new Cancellation()): Cancellation {
  void wait(ms, cancellation).then(() => ended.push(name))
  return cancellation
}

describe('waiting with one timer', () => {
  it('ends each wait when it is due, in whatever order they began', async () => {
    begin('late', 300)
    begin('early', 100)
    begin('between', 200)
    await advance(99)
    expect(ended).toEqual([])
    await advance(1)
    expect(ended).toEqual(['early'])
    await advance(100)
    expect(ended).toEqual(['early', 'between'])
    await advance(100)
    expect(ended).toEqual(['early', 'between', 'late'])
    expect(timers.size).toBe(0)
  })

  it('sets none for whoever is due later, and none again for whoever was cancelled', async () => {
    for (let n = 0; n < 1_000; n++) {
      begin('cancelled', 2_000).cancel()
      await advance(1)
    }
    expect(set).toBe(1)
    begin('waited', 2_000)
    await advance(2_000)
    expect(ended.filter((name) => name === 'waited')).toHaveLength(1)
    expect([set, timers.size]).toEqual([2, 0])
  })

  it('ends at once where it is cancelled, before or after it began', async () => {
    begin('during', 100).cancel()
    const cancelled = new Cancellation()
    cancelled.cancel()
    begin('before', 100, cancelled)
    await Promise.resolve()
    expect(ended).toEqual(['during', 'before'])
  })

  it('waits on where the timer was early', async () => {
    begin('a', 100)
    now = 99.5
    const [early] = timers.values()
    timers.clear()
    early?.run()
    expect(timers.size).toBe(1)
    await advance(1)
    expect(ended).toEqual(['a'])
  })

  it('wakes whoever begins to wait because another has ended', async () => {
    void wait(100, new Cancellation()).then(() => begin('next', 50))
    begin('other', 1_000)
    await advance(200)
    expect(ended).toEqual(['next'])
  })

  it('bears more than a timer of Firefox takes', () => {
    begin('for ever', 1e12)
    expect([...timers.values()][0]?.at).toBe(2 ** 31 - 1)
  })
})
