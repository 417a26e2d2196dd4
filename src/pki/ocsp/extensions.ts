import { type Bytes, bytesEqual } from '../bytes.ts'
import { DerReader, readOnly, Tag } from '../der.ts'
import { readGeneralizedTime } from '../der-time.ts'
import type { Extension } from '../extensions.ts'
import { oid } from '../oids.ts'
import { encodeNonce } from './request.ts'
import type { BasicOcspResponse, SingleResponse } from './response.ts'

/**
 * OID of a critical extension of the whole response that nobody here understands. A nonce that answers no question of
 * ours is harmless; an extended revoked definition changes nothing about what is revoked (RFC 6960 §4.4.1, §4.4.8).
 */
export function unknownCriticalOfResponse({ extensions }: BasicOcspResponse): string | undefined {
  return unknownCritical(extensions, [oid.ocspNonce, oid.ocspExtendedRevoke])
}

/** Archive cutoff (RFC 6960 §4.4.4) is about certificates that have ended, and those are Firefox's matter. */
export function unknownCriticalOfSingle({ extensions }: SingleResponse): string | undefined {
  return unknownCritical(extensions, [oid.ocspArchiveCutoff])
}

function unknownCritical(extensions: readonly Extension[], understood: readonly string[]) {
  return extensions.find(({ critical, oid: id }) => critical && !understood.includes(id))?.oid
}

/** From when on the responder keeps what it knows of certificates that have ended; throws PkiError. */
export function archiveCutoff({ extensions }: SingleResponse): number | undefined {
  const extension = extensions.find(({ oid: id }) => id === oid.ocspArchiveCutoff)
  if (!extension) return undefined
  const reader = new DerReader(readOnly(extension.value, Tag.generalizedTime).der)
  return readGeneralizedTime(reader)
}

/**
 * Whether the response answers a request with this nonce. One without a nonce may: responders that prepare their answers
 * know none, and are judged by their times alone (RFC 9654 §2.1, RFC 5019 §4).
 */
export function answersNonce({ extensions }: BasicOcspResponse, nonce: Bytes): boolean {
  const echoed = extensions.find(({ oid: id }) => id === oid.ocspNonce)
  return echoed === undefined || bytesEqual(echoed.value, encodeNonce(nonce))
}
