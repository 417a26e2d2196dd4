import type { Cancellation } from './cancellation.ts'

/** Time, handed in so that tests may hold it still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Resolves after so many milliseconds, or as soon as it is cancelled; never rejects. */
  readonly wait: (ms: number, cancellation: Cancellation) => Promise<void>
}
