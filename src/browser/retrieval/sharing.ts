import { Cancellation } from '../../policy/cancellation.ts'

/** Equal errands under way are one: whoever comes later waits for the same answer. */
export interface Sharing<T> {
  /** The errand ends early when all who wait for it have given up. */
  readonly join: (
    key: string,
    cancellation: Cancellation,
    run: (cancellation: Cancellation) => Promise<T>,
  ) => Promise<T>
}

interface Errand<T> {
  readonly answer: Promise<T>
  readonly cancellation: Cancellation
  waiting: number
}

export function createSharing<T>(): Sharing<T> {
  const errands = new Map<string, Errand<T>>()

  function start(key: string, run: (cancellation: Cancellation) => Promise<T>): Errand<T> {
    const cancellation = new Cancellation()
    const answer = run(cancellation).finally(() => {
      if (errands.get(key)?.cancellation === cancellation) errands.delete(key)
    })
    const errand = { answer, cancellation, waiting: 0 }
    errands.set(key, errand)
    return errand
  }

  return {
    async join(key, cancellation, run) {
      const errand = errands.get(key) ?? start(key, run)
      errand.waiting++
      const forget = cancellation.onCancel(() => {
        errand.waiting--
        if (errand.waiting > 0) return
        // Nobody may join what is being given up.
        if (errands.get(key) === errand) errands.delete(key)
        errand.cancellation.cancel()
      })
      try {
        return await errand.answer
      } finally {
        forget()
      }
    },
  }
}
