import type { Evidence } from './evidence.ts'
import { isEvidence } from './report-shape.ts'
import { hasFields, isListOf, isNumber, isOptional, isText } from './shape.ts'

/** A certificate that was met with some key. Times are ms since the epoch. A plain value. */
export interface KeyHolder {
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string
  readonly notAfter: number
  /** Base64 of the DER, to be asked about later; its issuer's too. */
  readonly certificate: string
  readonly issuer: string
}

/** That a certificate with this key was revoked because somebody else has the key. */
export interface Compromise {
  /** Of the certificate that was revoked. */
  readonly fingerprint: string
  readonly evidence: Evidence
}

/** What is known of one public key. A plain value. */
export interface KnownKey {
  readonly firstSeen: number
  /** The newest last. */
  readonly holders: readonly KeyHolder[]
  readonly compromise?: Compromise
}

/** Whether a value from storage is one. */
export const isKnownKey = hasFields<KnownKey>({
  firstSeen: isNumber,
  holders: isListOf(
    hasFields<KeyHolder>({ fingerprint: isText, notAfter: isNumber, certificate: isText, issuer: isText }),
  ),
  compromise: isOptional(hasFields<Compromise>({ fingerprint: isText, evidence: isEvidence })),
})

/** Whoever renews with the same key every two months has had so many in a year and a half. */
const MOST_HOLDERS = 8

/** The same with one more certificate that has the key; undefined where that was known. */
export function withHolder(
  known: KnownKey | undefined,
  holder: KeyHolder,
  now: number,
): KnownKey | undefined {
  if (known === undefined) return { firstSeen: now, holders: [holder] }
  if (known.holders.some(({ fingerprint }) => fingerprint === holder.fingerprint)) return undefined
  return { ...known, holders: [...known.holders, holder].slice(-MOST_HOLDERS) }
}

/** The other certificates with the key that its CA may still have something to say about. */
export function othersInForce({ holders }: KnownKey, fingerprint: string, now: number): readonly KeyHolder[] {
  return holders.filter((holder) => holder.fingerprint !== fingerprint && holder.notAfter > now)
}

/**
 * Whether evidence says that somebody else has the key (RFC 5280 §5.3.1): no other reason for a revocation has anything
 * to do with the key. `ca-compromise` is what is given for the key of a CA.
 */
export function isCompromise({ status }: Evidence): boolean {
  return (
    status.kind === 'revoked' && (status.reason === 'key-compromise' || status.reason === 'ca-compromise')
  )
}

/**
 * What a compromise says of another certificate with the key: it is as good as revoked. Whoever has the key can use that
 * one too, which is public; its CA has to revoke it within a day (CA/B Forum BRs §4.9.1.1) and should not have issued it
 * (§6.1.1.3). Mozilla does the same by entries of OneCRL that name a key.
 */
export function revokedWith({ evidence }: Compromise, notAfter: number): Evidence {
  const { status, at, signer, url } = evidence
  return {
    source: 'compromised-key',
    status,
    // A key that was stolen once stays so.
    until: notAfter,
    obtained: 'stored',
    at,
    tookMs: 0,
    ...(signer !== undefined && { signer }),
    ...(url !== undefined && { url }),
  }
}

/** What is told of the key of a certificate. */
export interface KeyFacts {
  /** When it was first met, in whichever certificate. */
  readonly firstSeen: number
  /** How many other certificates had it. */
  readonly others: number
  /** One of them was revoked because the key was stolen. */
  readonly isCompromised: boolean
}

export function keyFacts({ firstSeen, holders, compromise }: KnownKey, fingerprint: string): KeyFacts {
  return {
    firstSeen,
    others: holders.filter((holder) => holder.fingerprint !== fingerprint).length,
    isCompromised: compromise !== undefined && compromise.fingerprint !== fingerprint,
  }
}
