import { type Bytes, viewOf } from '../bytes.ts'
import type { Certificate, Sct } from '../certificate/certificate.ts'
import type { WebCrypto } from '../web-crypto.ts'
import { findBlock } from './block-index.ts'
import type { Clubcard } from './clubcard.ts'
import { type SctStanding, type SctTime, standingOf } from './coverage.ts'
import { type Equation, equationOf } from './equation.ts'
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
  readonly issuerKey: DataView
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
    issuerKey: viewOf(issuerKeyHash),
    serial,
    scts: scts.map(({ logId, timestamp }) => ({ log: viewOf(logId), timestamp })),
    equation: await equationOf(issuerKeyHash, serial, crypto),
  }
}

/** https://c2sp.org/upki-revocation, "Step 3": revoked in one is revoked; otherwise good in one is good. */
export function askFilters(filters: readonly Clubcard[], query: CrliteQuery): CrliteAnswer {
  const answers = new Set<FilterAnswer>()
  for (const filter of filters) {
    const answer = answerOf(filter, query)
    if (answer === 'revoked') return { kind: 'revoked' }
    answers.add(answer)
  }
  if (answers.has('good')) return { kind: 'good' }
  if (answers.has('not-enrolled')) return { kind: 'unknown', cause: 'not-enrolled' }
  return { kind: 'unknown', cause: 'not-covered', detail: whyNotCovered(filters, query) }
}

type FilterAnswer = 'revoked' | 'good' | 'not-enrolled' | 'not-covered'

function answerOf(filter: Clubcard, { issuerKey, serial, scts, equation }: CrliteQuery): FilterAnswer {
  if (!scts.some((sct) => standingOf(filter, sct) === 'covered')) return 'not-covered'
  const block = findBlock(filter, issuerKey)
  if (block === undefined) return 'not-enrolled'
  return isRevokedIn(filter, block, equation, serial) ? 'revoked' : 'good'
}

function whyNotCovered(filters: readonly Clubcard[], { scts }: CrliteQuery): NotCovered {
  if (scts.length === 0) return 'no-sct'
  const standings = new Set(filters.flatMap((filter) => scts.map((sct) => standingOf(filter, sct))))
  if (standings.has('too-new')) return 'too-new'
  return standings.has('too-old') ? 'too-old' : 'log-unknown'
}
