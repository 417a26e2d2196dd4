import type { ChainReport } from '../report.ts'

/**
 * What a certificate that was met rests on, and so whether `security.OCSP.require` would do anything for it:
 * - `crlite`: CRLite covers it, and Firefox asks nobody else;
 * - `short-lived`: Firefox checks nothing;
 * - `ocsp`: it names a responder, and nothing else in Firefox looks after it: this is what the setting is about;
 * - `crl-only`, `nothing`: it names no responder: the setting does not touch it;
 * - `private`: under a root that is not built in; Firefox asks its responder, if it names one, by default;
 * - `undecided`: whether CRLite covers it is not known.
 */
export type MetKind = 'crlite' | 'short-lived' | 'ocsp' | 'crl-only' | 'nothing' | 'private' | 'undecided'

export type MetCounts = { readonly [K in MetKind]: number }

export const MET_KINDS: readonly MetKind[] = [
  'crlite',
  'short-lived',
  'ocsp',
  'crl-only',
  'nothing',
  'private',
  'undecided',
]

const DAY = 86_400_000

/** `security.pki.cert_short_lifetime_in_days`: what is valid for less is not checked at all. */
export const FIREFOX_SHORT_LIVED_MS = 10 * DAY

export function metKindOf({ certificates: [leaf], isBuiltInRoot }: ChainReport): MetKind {
  if (leaf === undefined) return 'undecided'
  if (!isBuiltInRoot) return 'private'
  if (leaf.notAfter - leaf.notBefore < FIREFOX_SHORT_LIVED_MS) return 'short-lived'
  const crlite = leaf.evidence.find(({ source }) => source === 'crlite')?.status
  if (crlite === undefined) return 'undecided'
  if (crlite.kind !== 'unknown') return 'crlite'
  if (crlite.cause !== 'not-covered' && crlite.cause !== 'not-enrolled') return 'undecided'
  if (hasResponder(leaf)) return 'ocsp'
  return leaf.crlUrls.length > 0 ? 'crl-only' : 'nothing'
}

/** Firefox asks the first one only, and only over http: (a responder over https: would need one of its own). */
export function hasResponder({ ocspUrls }: { readonly ocspUrls: readonly string[] }): boolean {
  return ocspUrls[0]?.toLowerCase().startsWith('http:') === true
}

/** A certificate that was met: by a short name that many others share, so that it does not tell which one it was. */
export interface Met {
  readonly name: string
  readonly kind: MetKind
  /** Days since the epoch. */
  readonly day: number
}

/** Longer ago is forgotten, as is what was met longest ago beyond so many. */
const KEPT_DAYS = 30
const LIMIT = 3_000

export const dayOf = (at: number): number => Math.floor(at / DAY)

/** Those that still count, the one met last at the end. */
export function pruneMet(met: readonly Met[], today: number): readonly Met[] {
  return met.filter(({ day }) => day <= today && day > today - KEPT_DAYS).slice(-LIMIT)
}

export function countMet(met: Iterable<Met>): MetCounts {
  const counts = { crlite: 0, 'short-lived': 0, ocsp: 0, 'crl-only': 0, nothing: 0, private: 0, undecided: 0 }
  for (const { kind } of met) counts[kind] += 1
  return counts
}

/** What was met from whatever was stored. */
export function parseMet(stored: unknown): readonly Met[] {
  return Array.isArray(stored) ? stored.flatMap((one: unknown) => parseOne(one)) : []
}

function parseOne(stored: unknown): readonly Met[] {
  if (!Array.isArray(stored)) return []
  const [name, kind, day] = stored.map((field: unknown) => field)
  const known = MET_KINDS.find((one) => one === kind)
  return typeof name === 'string' && known !== undefined && typeof day === 'number' && Number.isInteger(day)
    ? [{ name, kind: known, day }]
    : []
}

export function encodeMet(met: Iterable<Met>): readonly (readonly [string, MetKind, number])[] {
  return Array.from(met, ({ name, kind, day }) => [name, kind, day] as const)
}
