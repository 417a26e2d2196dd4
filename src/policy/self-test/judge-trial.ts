import type { Alone } from '../alone.ts'
import type { Cause } from '../cause.ts'
import type { VerdictKind } from '../verdict.ts'
import type { Shows } from './demonstration-site.ts'

/** What Hardfail makes of a site, and what it would do at the level that is set. */
export interface Guarded {
  readonly action: 'held' | 'shown'
  readonly verdict: VerdictKind
  readonly cause?: Cause
}

/** How a site fared in one of the two columns. */
export type Fate = 'refused' | 'shown'

/** Why a site says nothing about the browser: CAs mis-run their demonstrations. */
export type Unusable =
  | 'unreachable'
  | 'expired'
  | 'certificate-error'
  /** It is meant to be revoked, and no source says so. */
  | 'not-revoked'
  /** It is meant to be in order, and is revoked. */
  | 'revoked'
  /** Our own fault. */
  | 'fault'

export type TrialResult =
  | {
      readonly kind: 'tested'
      readonly alone: Fate
      readonly hardfail: Fate
      /** Undefined where Firefox refused, so that there was nothing left to judge. */
      readonly guarded: Guarded | undefined
    }
  | { readonly kind: 'unusable'; readonly why: Unusable }

/** What two connections to a site show: one that Firefox judged alone, and, where it let that pass, one judged by Hardfail. */
export function judgeTrial(shows: Shows, alone: Alone, guarded: Guarded | undefined): TrialResult {
  switch (alone.kind) {
    case 'unreachable':
      return unusable('unreachable')
    case 'overridden':
      return unusable('certificate-error')
    case 'refused':
      return judgeRefused(shows, alone)
    case 'loaded':
      return guarded === undefined ? unusable('fault') : judgeLoaded(shows, guarded)
  }
}

function judgeRefused(shows: Shows, { refusal }: Extract<Alone, { kind: 'refused' }>): TrialResult {
  const refused: TrialResult = { kind: 'tested', alone: 'refused', hardfail: 'refused', guarded: undefined }
  switch (refusal) {
    case 'revoked':
      return shows === 'revoked' ? refused : unusable('revoked')
    case 'responder-failed':
    case 'unvouched':
      return refused
    case 'expired':
      return unusable('expired')
    case 'other':
      return unusable('certificate-error')
  }
}

function judgeLoaded(shows: Shows, guarded: Guarded): TrialResult {
  const { action, verdict, cause } = guarded
  const hardfail = action === 'held' ? 'refused' : 'shown'
  const tested: TrialResult = { kind: 'tested', alone: 'shown', hardfail, guarded }
  if (cause === 'site-unreachable') return unusable('unreachable')
  if (cause === 'internal-fault') return unusable('fault')
  switch (verdict) {
    case 'revoked':
      return shows === 'revoked' ? tested : unusable('revoked')
    case 'unverified':
      return tested
    case 'verified':
    case 'exempt':
    case 'unverifiable':
      return shows === 'revoked' ? unusable('not-revoked') : tested
    case 'overridden':
      return unusable('certificate-error')
  }
}

function unusable(why: Unusable): TrialResult {
  return { kind: 'unusable', why }
}
