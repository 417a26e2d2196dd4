import type { CrlNote } from '../pki/crl/baseline.ts'
import type { RevocationReason } from '../pki/statement.ts'
import type { Cause } from './cause.ts'

/**
 * Where revocation truth comes from. `compromised-key`: another certificate with the same key was revoked because that was
 * stolen. `firefox` is what Firefox itself did on the connection.
 */
export type SourceId = 'onecrl' | 'crlite' | 'crl' | 'ocsp' | 'compromised-key' | 'firefox'

export type Status =
  | { readonly kind: 'good' }
  /** `at` and `reason` where the source knows them: a CRL and a responder do. */
  | {
      readonly kind: 'revoked'
      readonly at: number | undefined
      readonly reason: RevocationReason | undefined
      readonly detail?: string
    }
  | { readonly kind: 'unknown'; readonly cause: Cause; readonly detail?: string }

/** What one source said about one certificate. A plain value: it is stored and sent as it is. Times are ms since the epoch. */
export interface Evidence {
  readonly source: SourceId
  readonly status: Status
  readonly thisUpdate?: number
  readonly nextUpdate?: number
  /** The moment from which it is no longer believed. */
  readonly until?: number
  readonly obtained: 'network' | 'stored' | 'bundled' | 'observed'
  /** When we came by it, and how many milliseconds that took. */
  readonly at: number
  readonly tookMs: number
  readonly signer?: string
  /** Where a CRL falls short of the Baseline Requirements: how well its CA works, not how true it is. */
  readonly notes?: readonly CrlNote[]
  readonly url?: string
  /** Key of the signed document in the evidence store. */
  readonly document?: string
  /** Keys of the further documents on which it rests: a delta CRL, what was said of the responder's own certificate. */
  readonly alongside?: readonly string[]
}

/**
 * Good or revoked, and not at its end. Whoever reads a document tolerates that clocks differ, so that it may have
 * something to say for a moment after its end; by then it is no longer believed.
 */
export function isFinal({ status, until = -Infinity }: Evidence, now: number): boolean {
  return status.kind !== 'unknown' && until > now
}
