import type { Clock } from '../policy/clock.ts'
import { waitWithOneTimer } from './one-timer.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: waitWithOneTimer({
    now: () => performance.now(),
    set: (run, ms) => Number(setTimeout(run, ms)),
    clear: (timer) => clearTimeout(timer),
  }),
}
