import type { Clock } from '../policy/clock.ts'
import { within } from '../policy/within.ts'

/** Does something, and rejects where that does not end in time. */
export type Timely = <T>(run: () => Promise<T>) => Promise<T>

/** Memory of the browser's own process, and disks, answer in a hundredth of it. A check waits a second for what is stored. */
const LONGEST_MS = 900
/** Nobody is made to wait again for what has just not answered. */
const PAUSE_MS = 5_000

/** For what may hang for ever, and is only of use while it does not. */
export function createTimely(clock: Clock): Timely {
  let pausedSince = -Infinity
  const isPaused = (now: number): boolean => now >= pausedSince && now < pausedSince + PAUSE_MS

  return async (run) => {
    if (isPaused(clock.now())) throw new Error('it has not answered lately')
    const answer = await within(
      run().then((value) => ({ value })),
      LONGEST_MS,
      clock,
    )
    if (answer !== undefined) return answer.value
    pausedSince = clock.now()
    throw new Error('it does not answer')
  }
}
