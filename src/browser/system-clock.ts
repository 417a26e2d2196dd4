import type { Clock } from '../policy/clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, cancellation) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        forget()
        resolve()
      }, ms)
      const forget = cancellation.onCancel(() => {
        clearTimeout(timer)
        resolve()
      })
    }),
}
