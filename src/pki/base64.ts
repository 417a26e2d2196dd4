import type { Bytes } from './bytes.ts'
import { PkiError } from './pki-error.ts'

/** RFC 4648 §4 with its padding, and nothing that is not exactly that; throws PkiError. */
export function fromBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw notBase64()
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let at = 0, end = 0; at < text.length; at += 4, end += 3) {
    const group =
      (digitAt(text, at) << 18) |
      (digitAt(text, at + 1) << 12) |
      (digitAt(text, at + 2) << 6) |
      digitAt(text, at + 3)
    // What lies beyond the end is dropped, and must be zero for there to be one way to write it.
    if (end + 3 > bytes.length && (group & (0xffffff >>> (24 - 8 * padding))) !== 0) throw notBase64()
    bytes[end] = group >>> 16
    bytes[end + 1] = group >>> 8
    bytes[end + 2] = group
  }
  return bytes
}

/** Padding counts as zero. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 0x61) return code - 0x61 + 26
  if (code >= 0x41) return code - 0x41
  if (code === 0x2b) return 62
  if (code === 0x2f) return 63
  return code === 0x3d ? 0 : code - 0x30 + 52
}

function notBase64(): PkiError {
  return new PkiError('malformed', 'not base64')
}
