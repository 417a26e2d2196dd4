import type { Cancellation } from './cancellation.ts'
import type { Clock } from './clock.ts'

interface Hedge<T> {
  readonly clock: Clock
  readonly cancellation: Cancellation
  /** How long one attempt may be alone before the next starts beside it, ms. */
  readonly delayMs: number
  /** True for an answer after which no other is wanted. */
  isFinal(answer: T): boolean
  onAnswer(answer: T): void
}

/**
 * Starts the attempts one after another: the next as soon as the one before has failed or been slow. Resolves with the
 * first final answer, or when all have answered, or at the cancellation. One that rejects has answered nothing.
 */
export function hedged<T>(attempts: readonly (() => Promise<T>)[], hedge: Hedge<T>): Promise<void> {
  return new Promise((resolve) => {
    let started = 0
    let answered = 0
    let done = false

    const end = (): void => {
      done = true
      resolve()
    }
    const startNext = (): void => {
      const attempt = attempts[started]
      if (done || attempt === undefined) return
      const number = ++started
      void attempt().then(take, goOn)
      void hedge.clock.wait(hedge.delayMs, hedge.cancellation).then(() => {
        if (started === number) startNext()
      })
    }
    const take = (answer: T): void => {
      if (done) return
      hedge.onAnswer(answer)
      if (hedge.isFinal(answer)) end()
      else goOn()
    }
    const goOn = (): void => {
      answered++
      if (answered === attempts.length) end()
      else if (answered === started) startNext()
    }

    hedge.cancellation.onCancel(end)
    if (attempts.length === 0) end()
    else startNext()
  })
}
