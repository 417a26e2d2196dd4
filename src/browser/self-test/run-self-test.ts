import type { Cancellation } from '../../policy/cancellation.ts'
import { type Guarded, judgeTrial, type TrialResult } from '../../policy/self-test/judge-trial.ts'
import type { Trial } from '../../policy/self-test/demonstration-site.ts'
import type { TriedSite } from '../../policy/self-test/summarise.ts'
import type { AloneSight } from './alone-probe.ts'

export interface SelfTestParts {
  /** A connection that Firefox judges alone. */
  readonly connectAlone: (url: string) => Promise<AloneSight>
  /** What Hardfail makes of the site. */
  readonly judge: (url: string) => Promise<Guarded>
}

interface Course {
  readonly cancellation: Cancellation
  readonly onResult: (tried: TriedSite) => void
}

/** More would crowd out what else the browser is doing, and make slow sites of quick ones. */
const AT_ONCE = 4

/** Tries one address after another, at most four at a time. Ends when all are done, or soon after it is called off; never rejects. */
export async function runSelfTest(
  trials: readonly Trial[],
  { connectAlone, judge }: SelfTestParts,
  { cancellation, onResult }: Course,
): Promise<void> {
  const left = [...trials]

  async function attempt({ url, shows }: Trial): Promise<TrialResult> {
    try {
      const { alone } = await connectAlone(url)
      const isJudged = alone.kind === 'loaded' && !cancellation.cancelled
      return judgeTrial(shows, alone, isJudged ? await judge(url) : undefined)
    } catch {
      return { kind: 'unusable', why: 'fault' }
    }
  }

  async function work(): Promise<void> {
    for (let trial = left.shift(); trial !== undefined; trial = left.shift()) {
      const result = await attempt(trial)
      // What was called off says nothing.
      if (cancellation.cancelled) return
      onResult({ ...trial, result })
    }
  }

  const calledOff = new Promise<void>((resolve) => {
    cancellation.onCancel(() => {
      left.length = 0
      resolve()
    })
  })
  await Promise.race([Promise.all(Array.from({ length: AT_ONCE }, work)), calledOff])
}
