import type { Trial } from './demonstration-site.ts'
import type { TrialResult } from './judge-trial.ts'

export interface TriedSite extends Trial {
  readonly result: TrialResult
}

/** How many of the sites of one kind were refused. */
export interface Tally {
  readonly tested: number
  readonly alone: number
  readonly hardfail: number
}

export interface TestSummary {
  readonly revoked: Tally
  readonly valid: Tally
  readonly unusable: number
}

export function summarise(tried: readonly TriedSite[]): TestSummary {
  return {
    revoked: tally(tried.filter(({ shows }) => shows === 'revoked')),
    valid: tally(tried.filter(({ shows }) => shows === 'valid')),
    unusable: tried.filter(({ result }) => result.kind === 'unusable').length,
  }
}

function tally(tried: readonly TriedSite[]): Tally {
  const results = tried.flatMap(({ result }) => (result.kind === 'tested' ? [result] : []))
  return {
    tested: results.length,
    alone: results.filter(({ alone }) => alone === 'refused').length,
    hardfail: results.filter(({ hardfail }) => hardfail === 'refused').length,
  }
}
