import type { Signal } from '../firefox-settings/signal.ts'
import type { DrillOutcome, NotAsked } from './conclude.ts'

interface Circumstances {
  readonly at: number
  readonly isBuiltInRoot: boolean
  /** For extended validation Firefox has rules of its own, by which it may ask and go on whatever the settings. */
  readonly mayBeExtended: boolean
}

/** What explains that nobody was asked, and has nothing to do with settings. */
const HIDES: ReadonlySet<NotAsked> = new Set(['covered', 'stapled', 'remembered', 'cached'])

/** What a drill tells of Firefox's settings; undefined where that is nothing. */
export function signalOf(
  outcome: DrillOutcome,
  { mayBeExtended, ...where }: Circumstances,
): Signal | undefined {
  switch (outcome.kind) {
    case 'hard-fail':
      return { kind: 'drill', outcome: 'refused', mayBeHidden: false, ...where }
    case 'soft-fail':
      if (mayBeExtended) return undefined
      return { kind: 'drill', outcome: 'loaded-although-asked', mayBeHidden: false, ...where }
    case 'not-asked': {
      // Else the certificate alone explains it.
      if (!outcome.why.includes('disabled')) return undefined
      const mayBeHidden = outcome.why.some((one) => HIDES.has(one))
      return { kind: 'drill', outcome: 'not-asked', mayBeHidden, ...where }
    }
    case 'inconclusive':
      return undefined
  }
}
