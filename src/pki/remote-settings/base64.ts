import type { Bytes } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'

const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const ALPHABETS = { base64: sextets(`${COMMON}+/`), base64url: sextets(`${COMMON}-_`) }

/** RFC 4648 §4 and §5, with or without padding; throws PkiError for any other character, and for bits left over. */
export function parseBase64(text: string, alphabet: 'base64' | 'base64url'): Bytes {
  const digits = text.replace(/={1,2}$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  const values = ALPHABETS[alphabet]
  let bits = 0
  let at = 0
  for (let i = 0; i < digits.length; i++) {
    const value = values.get(digits.charCodeAt(i))
    if (value === undefined) throw new PkiError('malformed', 'base64')
    bits = ((bits << 6) | value) & 0xffff
    if (i % 4 > 0) bytes[at++] = bits >> (6 - 2 * (i % 4))
  }
  requireNothingLeft(digits.length % 4, bits)
  return bytes
}

// RFC 4648 §3.5: what is written must be the one form that its bytes have.
function requireNothingLeft(rest: number, bits: number): void {
  const unused = [0, 0x3f, 0x0f, 0x03][rest] ?? 0
  if (rest === 1 || (bits & unused) !== 0) throw new PkiError('malformed', 'base64 truncated')
}

function sextets(alphabet: string): ReadonlyMap<number, number> {
  return new Map(Array.from(alphabet, (character, value) => [character.charCodeAt(0), value]))
}
