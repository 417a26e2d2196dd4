import type { Alone, AloneRefusal } from '../alone.ts'
import { FAILURE_LASTS_MS, type Observation, SHORT_LIFETIME_MS } from './observation.ts'

/** What Firefox alone does when a responder is cut off. */
export type DrillOutcome =
  /** It refused: no answer, no page. `remembered`: it did not ask again, after it was cut off minutes ago. */
  | { readonly kind: 'hard-fail'; readonly remembered: boolean }
  /** It asked in vain, and went on all the same. */
  | { readonly kind: 'soft-fail' }
  /** It did not ask, and went on; `why` has what may explain that, most likely first: only one where it is certain. */
  | { readonly kind: 'not-asked'; readonly why: readonly NotAsked[] }
  | { readonly kind: 'inconclusive'; readonly why: Inconclusive }

export type NotAsked =
  | 'no-responder'
  | 'another-scheme'
  | 'short-lived'
  | 'covered'
  | 'stapled'
  /** It was cut off a moment ago, and has not forgotten. */
  | 'remembered'
  /** A good answer from before. */
  | 'cached'
  /** By default Firefox asks nobody about certificates under built-in roots. */
  | 'public-default'
  /** security.OCSP.enabled is 0 or 2. */
  | 'disabled'

export type Inconclusive =
  | 'not-cut-off'
  | 'unreachable'
  | 'overridden'
  | 'another-certificate'
  | 'revoked'
  | 'responder-failed'
  | 'unvouched'
  | 'expired'
  | 'certificate-error'

/** Of a site whose certificate was not to be seen even with everything in order. */
export function concludeUnseen(alone: Alone): DrillOutcome {
  switch (alone.kind) {
    case 'loaded':
    case 'unreachable':
      return inconclusive('unreachable')
    case 'overridden':
      return inconclusive('overridden')
    case 'refused':
      return inconclusive(alone.refusal === 'other' ? 'certificate-error' : alone.refusal)
  }
}

/** Pure. What cannot be told is inconclusive, and says why. */
export function concludeDrill(seen: Observation): DrillOutcome {
  const { alone, isCutOff, wasAsked, isAnother } = seen
  // Another add-on or the system's own settings have the last word about proxies.
  if (!isCutOff) return inconclusive('not-cut-off')
  switch (alone.kind) {
    case 'unreachable':
      return inconclusive('unreachable')
    case 'overridden':
      return inconclusive('overridden')
    case 'refused':
      return concludeRefused(alone.refusal, seen)
    case 'loaded':
      if (isAnother) return inconclusive('another-certificate')
      return wasAsked ? { kind: 'soft-fail' } : { kind: 'not-asked', why: whyNotAsked(seen) }
  }
}

function concludeRefused(refusal: AloneRefusal, seen: Observation): DrillOutcome {
  switch (refusal) {
    case 'responder-failed':
      if (seen.wasAsked) return { kind: 'hard-fail', remembered: false }
      // Without hard-fail a failure that is remembered refuses nothing; but a server can staple one.
      if (wasRefusedBefore(seen)) return { kind: 'hard-fail', remembered: true }
      return inconclusive('responder-failed')
    case 'revoked':
    case 'unvouched':
    case 'expired':
      return inconclusive(refusal)
    case 'other':
      return inconclusive('certificate-error')
  }
}

function whyNotAsked(seen: Observation): readonly NotAsked[] {
  const { certificate } = seen
  const { responder, lifetimeMs, mustStaple, crlite, isBuiltInRoot } = certificate
  if (responder === undefined) return ['no-responder']
  if (responder === 'another-scheme') return ['another-scheme']
  if (lifetimeMs < SHORT_LIFETIME_MS) return ['short-lived']
  if (mustStaple) return ['stapled']
  // It was asked about moments ago, so nothing that belongs to the certificate or the site explains it.
  if (wasRefusedBefore(seen)) return isBuiltInRoot ? ['public-default', 'disabled'] : ['disabled']
  return [
    ...(crlite?.kind === 'good' ? ['covered' as const] : []),
    ...(isRemembered(seen) ? ['remembered' as const] : []),
    ...(isBuiltInRoot ? ['public-default' as const] : []),
    'disabled',
    'stapled',
    'cached',
  ]
}

/** A change of any of these settings makes Firefox forget: then it would have asked again, or does not ask any more. */
function isRemembered({ at, earlier }: Observation): boolean {
  return earlier !== undefined && at >= earlier.at && at - earlier.at < FAILURE_LASTS_MS
}

function wasRefusedBefore(seen: Observation): boolean {
  return isRemembered(seen) && seen.earlier?.didRefuse === true
}

function inconclusive(why: Inconclusive): DrillOutcome {
  return { kind: 'inconclusive', why }
}
