import type { Clock } from '../policy/clock.ts'

interface Timers {
  /** Milliseconds on a clock that nobody sets. */
  readonly now: () => number
  readonly set: (run: () => void, ms: number) => number
  readonly clear: (timer: number) => void
}

interface Waiter {
  readonly dueAt: number
  readonly end: () => void
}

/** Beyond it, setTimeout takes any time for none at all. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * Waits for many with one timer of Firefox's. Every request is decided within two limits that are hardly ever reached: to
 * set and clear a timer for each of them takes longer than all the rest of the decision. So one that is set stays, whether
 * or not somebody still waits for it, and is set anew only for whoever is due before it.
 */
export function waitWithOneTimer({ now, set, clear }: Timers): Clock['wait'] {
  const waiting = new Set<Waiter>()
  let armed: { readonly timer: number; readonly dueAt: number } | undefined

  function arm(dueAt: number): void {
    if (armed !== undefined && armed.dueAt <= dueAt) return
    if (armed !== undefined) clear(armed.timer)
    armed = { timer: set(ring, Math.min(Math.max(dueAt - now(), 0), LONGEST_MS)), dueAt }
  }

  function ring(): void {
    armed = undefined
    const at = now()
    let next = Infinity
    for (const waiter of waiting) {
      if (waiter.dueAt <= at) {
        waiting.delete(waiter)
        waiter.end()
      } else next = Math.min(next, waiter.dueAt)
    }
    // Whoever has just been woken comes by here later, and may be due before.
    if (next < Infinity) arm(next)
  }

  return (ms, cancellation) =>
    new Promise((resolve) => {
      if (cancellation.cancelled) {
        resolve()
        return
      }
      const waiter: Waiter = {
        dueAt: now() + ms,
        end() {
          forget()
          resolve()
        },
      }
      waiting.add(waiter)
      const forget = cancellation.onCancel(() => {
        waiting.delete(waiter)
        resolve()
      })
      arm(waiter.dueAt)
    })
}
