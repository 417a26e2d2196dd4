import type { Cause } from './cause.ts'
import { mostTelling } from './cause-order.ts'
import type { Evidence, SourceId } from './evidence.ts'
import type { Level } from './settings.ts'

export type VerdictKind = 'verified' | 'revoked' | 'exempt' | 'unverified' | 'unverifiable' | 'overridden'

/** How one certificate stands, or a chain that Firefox accepted. */
export type Standing = Exclude<VerdictKind, 'overridden'>

/** The answer for a connection. Times are milliseconds since the epoch. */
export interface Verdict {
  readonly kind: VerdictKind
  /** Index into the chain (0 = leaf) of the certificate that the verdict rests on. */
  readonly certificate: number
  /** The source that settled it, where one did. */
  readonly source?: SourceId
  /** Why nobody vouched: for `unverified` and `unverifiable`. */
  readonly cause?: Cause
  readonly decidedAt: number
  /** The moment from which it must be decided anew. */
  readonly until: number
}

/** What is known of one certificate below the root. */
export interface Findings {
  readonly role: 'leaf' | 'intermediate'
  /** By the Baseline Requirements its CA owes no revocation data. */
  readonly isShortLived: boolean
  /** It names a CRL or a responder. */
  readonly hasPointers: boolean
  readonly evidence: readonly Evidence[]
}

export interface Case {
  readonly isBuiltInRoot: boolean
  /** Leaf first, without the root; empty where the trusted certificate is the server's own. */
  readonly certificates: readonly Findings[]
  readonly level: Level
  readonly now: number
}

/** Worst first: the chain stands as its worst certificate does. */
const WORST_FIRST: readonly Standing[] = ['revoked', 'unverified', 'unverifiable', 'exempt', 'verified']

const SECOND = 1_000
const HOUR = 3_600 * SECOND

/** How long a verdict stands that rests on no dated evidence. A failure is tried again soon, but not by every request. */
const STANDS_FOR: Record<VerdictKind, number> = {
  verified: Infinity,
  revoked: HOUR,
  exempt: HOUR,
  unverifiable: HOUR,
  unverified: 10 * SECOND,
  overridden: HOUR,
}

/** The one place that decides: from all evidence and what is wanted to the verdict. Pure. */
export function decide(dispute: Case): Verdict {
  const { certificates, now } = dispute
  const rulings = certificates.map((findings) => rule(findings, dispute))
  for (const standing of WORST_FIRST) {
    const certificate = rulings.findIndex((ruling) => ruling.standing === standing)
    const worst = rulings[certificate]
    if (worst === undefined) continue
    return {
      kind: standing,
      certificate,
      ...(worst.source === undefined ? {} : { source: worst.source }),
      ...(worst.cause === undefined ? {} : { cause: worst.cause }),
      decidedAt: now,
      until: Math.min(now + STANDS_FOR[standing], ...rulings.map((ruling) => ruling.until)),
    }
  }
  // Nothing but a trusted certificate: nobody stands above it who could revoke it.
  const kind = dispute.isBuiltInRoot ? 'unverified' : 'unverifiable'
  return { kind, certificate: 0, cause: 'no-pointer', decidedAt: now, until: now + STANDS_FOR[kind] }
}

/** The verdict where the user clicked through Firefox's own certificate error: there is no chain to judge. */
export function overridden(now: number): Verdict {
  return { kind: 'overridden', certificate: 0, decidedAt: now, until: now + STANDS_FOR.overridden }
}

/** The verdict where our own machinery failed: the safe one. */
export function faulted(now: number): Verdict {
  return { kind: 'unverified', certificate: 0, cause: 'internal-fault', decidedAt: now, until: now }
}

interface Ruling {
  readonly standing: Standing
  readonly source?: SourceId
  readonly cause?: Cause
  readonly until: number
}

/** How one certificate stands by itself. */
export function rule(findings: Findings, { isBuiltInRoot, level, now }: Omit<Case, 'certificates'>): Ruling {
  const believed = findings.evidence.filter((evidence) =>
    isBelieved(evidence, { role: findings.role, level, now }),
  )
  const revoked = believed.find((evidence) => evidence.status.kind === 'revoked')
  if (revoked !== undefined) return { standing: 'revoked', source: revoked.source, until: Infinity }

  const good = believed.filter((evidence) => evidence.status.kind === 'good').toSorted(longestFirst)[0]
  if (good !== undefined) return { standing: 'verified', source: good.source, until: good.until ?? now }

  if (findings.role === 'leaf' && findings.isShortLived) return { standing: 'exempt', until: Infinity }
  const cause =
    mostTelling(findings.evidence) ?? (hasEnded(findings.evidence, now) ? 'expired' : 'no-pointer')
  const standing = isBuiltInRoot || findings.hasPointers ? 'unverified' : 'unverifiable'
  return { standing, cause, until: Infinity }
}

function hasEnded(evidence: readonly Evidence[], now: number): boolean {
  return evidence.some(({ until = Infinity }) => until <= now)
}

/** Whether evidence may settle anything: not from the moment at which it ends, and not from everybody. */
export function isBelieved(
  evidence: Evidence,
  { role, level, now }: { readonly role: Findings['role']; readonly level: Level; readonly now: number },
): boolean {
  if (evidence.until === undefined || evidence.until <= now) return false
  if (evidence.status.kind === 'revoked') return true
  switch (evidence.source) {
    case 'crl':
    case 'ocsp':
    case 'crlite':
      return true
    case 'onecrl':
      return role === 'leaf' || level !== 'lockdown'
    case 'compromised-key':
    case 'firefox':
      // What Firefox asked and heard is not for us to see; it may not have asked at all.
      return false
  }
}

function longestFirst(a: Evidence, b: Evidence): number {
  return (b.until ?? 0) - (a.until ?? 0)
}
