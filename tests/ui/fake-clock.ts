import type { Clock } from '../../src/ui/clock.ts'

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Time that stands still until it is moved. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>()
  #now: number

  constructor(now: number) {
    this.#now = now
  }

  readonly now = () => this.#now

  readonly after = (ms: number, run: () => void) => {
    const timer = { at: this.#now + ms, run }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  /** Runs what falls due on the way, in order, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (let timer = this.#nextUntil(end); timer; timer = this.#nextUntil(end)) {
      this.#timers.delete(timer)
      this.#now = timer.at
      timer.run()
      await settle()
    }
    this.#now = end
  }

  #nextUntil(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
  }
}

/** Enough turns of the microtask queue for any chain of promises in the models. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
