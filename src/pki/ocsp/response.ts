import type { Bytes } from '../bytes.ts'
import type { Extension } from '../extensions.ts'
import type { Signed } from '../signed.ts'
import type { RevocationReason } from '../statement.ts'

/** RFC 6960 §4.2.1. Nothing in it has been believed yet. */
export type OcspResponse =
  | { readonly responseStatus: OcspErrorStatus }
  | ({ readonly responseStatus: 'successful' } & BasicOcspResponse)

export type OcspErrorStatus =
  'malformed-request' | 'internal-error' | 'try-later' | 'signature-required' | 'unauthorized'

/** BasicOCSPResponse and its ResponseData. */
export interface BasicOcspResponse extends Signed {
  readonly responderId: ResponderId
  readonly producedAt: number
  readonly responses: readonly SingleResponse[]
  readonly extensions: readonly Extension[]
  /** DER, not parsed: nobody may be bothered by a certificate that is not needed. */
  readonly certificates: readonly Bytes[]
}

export type ResponderId =
  | { readonly by: 'name'; readonly name: Bytes }
  /** SHA-1 of the key. */
  | { readonly by: 'key'; readonly hash: Bytes }

export interface SingleResponse {
  readonly certId: CertId
  readonly status: CertStatus
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly extensions: readonly Extension[]
}

export interface CertId {
  /** Dotted OID. */
  readonly hashAlgorithm: string
  readonly issuerNameHash: Bytes
  readonly issuerKeyHash: Bytes
  readonly serial: Bytes
}

export type CertStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly at: number; readonly reason: RevocationReason | undefined }
  | { readonly kind: 'unknown' }
