import { Cancellation } from '../policy/cancellation.ts'
import type { Clock } from '../policy/clock.ts'
import type { Awake } from './awake.ts'

/** Errands for which nobody waits. */
export interface Background {
  /** Does the errand when it is its turn; nothing where one of that name is waiting or under way. */
  readonly run: (name: string, errand: (cancellation: Cancellation) => Promise<void>) => void
}

/** At the speed of a bad line, 64 MB take this long, ms. */
const MAX_MS = 10 * 60_000
const MAX_WAITING = 50

/** One errand after another, with the event page kept awake meanwhile; what takes too long is called off. */
export function createBackground({ awake, clock }: { awake: Awake; clock: Clock }): Background {
  const waiting = new Map<string, (cancellation: Cancellation) => Promise<void>>()
  let isAtWork = false

  async function work(): Promise<void> {
    isAtWork = true
    const letGo = awake.hold()
    for (const [name, errand] of waiting) {
      const cancellation = new Cancellation()
      const done = Promise.resolve(cancellation)
        .then(errand)
        .catch(() => undefined)
      await Promise.race([done, clock.wait(MAX_MS, cancellation)])
      cancellation.cancel()
      waiting.delete(name)
    }
    letGo()
    isAtWork = false
  }

  return {
    run(name, errand) {
      if (waiting.has(name) || waiting.size >= MAX_WAITING) return
      waiting.set(name, errand)
      if (!isAtWork) void work()
    },
  }
}
