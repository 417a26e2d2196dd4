import type { Bytes } from './bytes.ts'
import type { CrlNote } from './crl/baseline.ts'
import type { WebCrypto } from './web-crypto.ts'

/** RFC 5280 §5.3.1, RFC 6960 §4.2.1. */
export type RevocationReason =
  | 'unspecified'
  | 'key-compromise'
  | 'ca-compromise'
  | 'affiliation-changed'
  | 'superseded'
  | 'cessation-of-operation'
  | 'certificate-hold'
  | 'remove-from-crl'
  | 'privilege-withdrawn'
  | 'aa-compromise'

/** Why a signed document (or what stands in its place) says nothing that may be believed. */
export type DocumentCause =
  | 'malformed'
  | 'too-large'
  | 'unsupported'
  | 'malformed-request'
  | 'internal-error'
  | 'try-later'
  | 'signature-required'
  | 'unauthorized'
  | 'wrong-certificate'
  | 'wrong-issuer'
  | 'out-of-scope'
  | 'responder-not-authorized'
  | 'weak-signature'
  | 'bad-signature'
  | 'not-yet-valid'
  | 'expired'
  | 'unknown-to-ca'

export type StatementStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly at: number; readonly reason: RevocationReason | undefined }
  | { readonly kind: 'unknown'; readonly cause: DocumentCause; readonly detail?: string }

/** What one OCSP response or CRL says about one certificate. Times are milliseconds since the epoch. */
export interface Statement {
  readonly status: StatementStatus
  readonly thisUpdate?: number
  readonly nextUpdate?: number
  /** The moment from which the statement is no longer believed (`nextUpdate` cut down by the freshness rules). */
  readonly until?: number
  /** Who signed it, as a readable name. */
  readonly signer?: string
  /**
   * DER certificate of the OCSP responder that the issuer has delegated, where that is itself to be checked for
   * revocation before the statement is believed (RFC 6960 §4.2.2.2.1); absent where nothing is left to check.
   */
  readonly uncheckedDelegate?: Bytes
  /** Where a CRL falls short of the Baseline Requirements; absent where it does not. */
  readonly notes?: readonly CrlNote[]
  /** A delta CRL was at hand that belongs to the CRL: what it says is in here. */
  readonly isRevisedByDelta?: true
}

/** How old a signed document may be. All in milliseconds. */
export interface Freshness {
  /** Tolerated difference of clocks, both ways. */
  readonly skew: number
  /** How long after `thisUpdate` it counts at most, whatever `nextUpdate` says. */
  readonly maxAge: number
  /** How long after `thisUpdate` it counts if there is no `nextUpdate`. */
  readonly withoutNextUpdate: number
}

export interface CheckContext {
  readonly now: number
  readonly freshness: Freshness
  readonly crypto: WebCrypto
  /** `legacy` also accepts SHA-1 signatures and short RSA keys; for conformance corpora only. */
  readonly algorithms?: 'current' | 'legacy'
}
