export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Runs something once after a while; gives back how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

export class TimeoutError extends Error {
  override name = 'TimeoutError'
}

/** Rejects where the promise has not settled in time. */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = clock.after(ms, () => {
      reject(new TimeoutError())
    })
    promise.then(resolve, reject).finally(callOff)
  })
}
