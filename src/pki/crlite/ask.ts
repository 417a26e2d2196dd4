import type { Bytes } from '../bytes.ts'
import type { Certificate, Sct } from '../certificate/certificate.ts'
import type { WebCrypto } from '../web-crypto.ts'
import { findBlock, startOfBlock } from './block-index.ts'
import type { Clubcard } from './clubcard.ts'
import { type SctStanding, type SctTime, standingOf } from './coverage.ts'
import { type Equation, equationOf } from './equation.ts'
import { hashWords, type HashWords } from './hash-at.ts'
import { isRevokedIn } from './membership.ts'

/** Why no filter covers a certificate: it has no SCT, or what is wrong with the most hopeful of those that it has. */
export type NotCovered = 'no-sct' | Exclude<SctStanding, 'covered'>

export type CrliteAnswer =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unknown'; readonly cause: 'not-enrolled' }
  | { readonly kind: 'unknown'; readonly cause: 'not-covered'; readonly detail: NotCovered }

/** Whom the filters are asked about: an end-entity certificate that was validated, with its true issuer. */
export interface CrliteSubject {
  readonly certificate: Pick<Certificate, 'serial' | 'scts'>
  readonly issuer: Pick<Certificate, 'spki'>
}

/** A certificate as filters know it. */
export interface CrliteIdentity {
  /** SHA-256 of the issuer's DER SubjectPublicKeyInfo. */
  readonly issuerKeyHash: Bytes
  /** Content of the INTEGER, sign byte kept. */
  readonly serial: Bytes
  readonly scts: readonly Sct[]
}

/** What filters are asked: made once for all of them. */
export interface CrliteQuery {
  readonly issuerKey: HashWords
  readonly serial: Bytes
  readonly scts: readonly SctTime[]
  readonly equation: Equation
}

/** What the filters, a full one and its deltas, say together about the certificate. */
export async function askCrlite(
  filters: readonly Clubcard[],
  { certificate, issuer }: CrliteSubject,
  crypto: Pick<WebCrypto, 'digest'>,
): Promise<CrliteAnswer> {
  const issuerKeyHash = new Uint8Array(await crypto.digest('SHA-256', issuer.spki))
  const { serial, scts } = certificate
  return askFilters(filters, await crliteQuery({ issuerKeyHash, serial, scts }, crypto))
}

export async function crliteQuery(
  { issuerKeyHash, serial, scts }: CrliteIdentity,
  crypto: Pick<WebCrypto, 'digest'>,
): Promise<CrliteQuery> {
  return {
    issuerKey: hashWords(issuerKeyHash),
    serial,
    scts: scts.map(({ logId, timestamp }) => ({ log: hashWords(logId), timestamp })),
    equation: await equationOf(issuerKeyHash, serial, crypto),
  }
}

/** https://c2sp.org/upki-revocation, "Step 3": revoked in one is revoked; otherwise good in one is good. */
export function askFilters(filters: readonly Clubcard[], query: CrliteQuery): CrliteAnswer {
  let isCovered = false
  /** The number of its block in the last filter by which it is good. */
  let good: number | undefined
  for (const filter of filters) {
    if (!covers(filter, query)) continue
    isCovered = true
    const found = findBlock(filter, query.issuerKey, good)
    if (found === undefined) continue
    if (isRevokedIn(filter, startOfBlock(filter, found), query.equation, query.serial))
      return { kind: 'revoked' }
    good = found
  }
  if (good !== undefined) return { kind: 'good' }
  if (isCovered) return { kind: 'unknown', cause: 'not-enrolled' }
  return { kind: 'unknown', cause: 'not-covered', detail: whyNotCovered(filters, query) }
}

function covers(filter: Clubcard, { scts }: CrliteQuery): boolean {
  for (const sct of scts) if (standingOf(filter, sct) === 'covered') return true
  return false
}

function whyNotCovered(filters: readonly Clubcard[], { scts }: CrliteQuery): NotCovered {
  if (scts.length === 0) return 'no-sct'
  const standings = new Set(filters.flatMap((filter) => scts.map((sct) => standingOf(filter, sct))))
  if (standings.has('too-new')) return 'too-new'
  return standings.has('too-old') ? 'too-old' : 'log-unknown'
}
