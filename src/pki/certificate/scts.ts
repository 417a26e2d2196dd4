import type { Bytes } from '../bytes.ts'
import { readOnly, Tag } from '../der.ts'
import { PkiError } from '../pki-error.ts'
import type { Sct } from './certificate.ts'

/** The SignedCertificateTimestampList of RFC 6962 §3.3, as it lies in its extension. SCTs of later versions are left out. */
export function parseSctList(value: Bytes): readonly Sct[] {
  const list = readOnly(value, Tag.octetString).content
  const whole = vectorAt(list, 0)
  if (whole.length + 2 !== list.length) throw new PkiError('malformed', 'length of the SCT list')
  const scts: Sct[] = []
  for (let at = 0; at < whole.length;) {
    const serialized = vectorAt(whole, at)
    at += 2 + serialized.length
    if (serialized[0] === 0) scts.push(parseSct(serialized))
  }
  return scts
}

/*
 * RFC 6962 §3.2, version 1:
 *
 *   0  version      1 byte, 0
 *   1  log id       32
 *   33 timestamp    8, milliseconds
 *   41 extensions   2 bytes of length, content
 *      signature    hash 1, algorithm 1, 2 bytes of length, content
 */
function parseSct(sct: Bytes): Sct {
  const signature = 43 + vectorAt(sct, 41).length
  const end = signature + 4 + vectorAt(sct, signature + 2).length
  if (end !== sct.length) throw new PkiError('malformed', 'SCT')
  return { logId: sct.subarray(1, 33), timestamp: uint64At(sct, 33) }
}

/** Content of a vector with two bytes of length. */
function vectorAt(bytes: Bytes, at: number): Bytes {
  const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
  const end = at + 2 + length
  if (end > bytes.length) throw new PkiError('malformed', 'truncated SCT')
  return bytes.subarray(at + 2, end)
}

function uint64At(bytes: Bytes, at: number): number {
  const value = bytes.subarray(at, at + 8).reduce((sum, byte) => sum * 256 + byte, 0)
  if (!Number.isSafeInteger(value)) throw new PkiError('malformed', 'SCT timestamp')
  return value
}
