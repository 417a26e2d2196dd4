import { Cancellation } from '../policy/cancellation.ts'
import type { Clock } from '../policy/clock.ts'
import type { Awake } from './awake.ts'

/** Errands for which nobody waits. */
export interface Background {
  /**
   * Does the errand when it is its turn; nothing where one of that name is waiting. `whileUnderWay`: whether one that is
   * under way will do too, or may have looked before what it is now wanted for.
   */
  readonly run: (name: string, errand: Errand, whileUnderWay?: 'drop' | 'queue') => void
}

type Errand = (cancellation: Cancellation) => Promise<void>

/** At the speed of a bad line, 64 MB take this long, ms. */
const MAX_MS = 10 * 60_000
const MAX_WAITING = 50

/** One errand after another, with the event page kept awake meanwhile; what takes too long is called off. */
export function createBackground({ awake, clock }: { awake: Awake; clock: Clock }): Background {
  const waiting = new Map<string, Errand>()
  let underWay: string | undefined

  async function work(): Promise<void> {
    const letGo = awake.hold()
    for (const [name, errand] of waiting) {
      waiting.delete(name)
      underWay = name
      const cancellation = new Cancellation()
      const done = Promise.resolve(cancellation)
        .then(errand)
        .catch(() => undefined)
      await Promise.race([done, clock.wait(MAX_MS, cancellation)])
      cancellation.cancel()
    }
    letGo()
    underWay = undefined
  }

  return {
    run(name, errand, whileUnderWay = 'drop') {
      if (waiting.has(name) || waiting.size >= MAX_WAITING) return
      if (name === underWay && whileUnderWay === 'drop') return
      waiting.set(name, errand)
      if (underWay === undefined) void work()
    },
  }
}
