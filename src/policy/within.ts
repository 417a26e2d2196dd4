import { Cancellation } from './cancellation.ts'
import type { Clock } from './clock.ts'

/** The result; undefined if it is not there after so many ms. Rejects where it does by then, and never afterwards. */
export function within<T>(result: Promise<T>, ms: number, clock: Clock): Promise<T | undefined> {
  const timer = new Cancellation()
  return new Promise((resolve, reject) => {
    void clock.wait(ms, timer).then(() => resolve(undefined))
    void result.then(resolve, reject).finally(() => timer.cancel())
  })
}
