import type { Cancellation } from '../../src/policy/cancellation.ts'
import type { Clock } from '../../src/policy/clock.ts'

/** Time that stands still until it is moved. */
export class ManualClock implements Clock {
  #now: number
  readonly #sleepers = new Set<{ at: number; wake: () => void }>()

  constructor(now = Date.UTC(2026, 10, 22)) {
    this.#now = now
  }

  readonly now = (): number => this.#now

  readonly wait = (ms: number, cancellation: Cancellation): Promise<void> =>
    new Promise((resolve) => {
      const sleeper = { at: this.#now + ms, wake: resolve }
      this.#sleepers.add(sleeper)
      cancellation.onCancel(() => {
        this.#sleepers.delete(sleeper)
        resolve()
      })
    })

  /** Wakes what falls due on the way, in order, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (;;) {
      const due = [...this.#sleepers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#sleepers.delete(due)
      this.#now = due.at
      due.wake()
      await settle()
    }
    this.#now = end
  }

  /** Sets the clock, as a user or an NTP server would: nobody is woken. */
  set(now: number): void {
    this.#now = now
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve()
}
