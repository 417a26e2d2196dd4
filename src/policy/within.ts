import { Cancellation } from './cancellation.ts'
import type { Clock } from './clock.ts'

/** The result; undefined if it is not there after so many ms. Rejects where it does by then, and never afterwards. */
export async function within<T>(result: Promise<T>, ms: number, clock: Clock): Promise<T | undefined> {
  const timer = new Cancellation()
  try {
    return await Promise.race([result, clock.wait(ms, timer).then(() => undefined)])
  } finally {
    timer.cancel()
  }
}
