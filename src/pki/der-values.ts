import type { Bytes } from './bytes.ts'
import { PkiError } from './pki-error.ts'

/** Content of an INTEGER or ENUMERATED, checked to be minimal (X.690 §8.3.2). */
export function integerBytes(content: Bytes): Bytes {
  requireMinimalInteger(content, 0, content.length)
  return content
}

export function requireMinimalInteger(bytes: Bytes, start: number, end: number): void {
  const first = bytes[start] ?? 0
  const second = bytes[start + 1] ?? 0
  const padded = end - start > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
  if (end === start || padded) throw new PkiError('malformed', 'INTEGER not minimal')
}

/** Value of an INTEGER or ENUMERATED that is known to be small and not negative: a version, a reason. */
export function smallInteger(content: Bytes): number {
  integerBytes(content)
  if (content.length > 4 || (content[0] ?? 0) >= 0x80) throw new PkiError('malformed', 'INTEGER out of range')
  return content.reduce((value, byte) => value * 256 + byte, 0)
}

/** X.690 §11.1: TRUE is FF and nothing else. */
export function booleanValue(content: Bytes): boolean {
  const [value] = content
  if (content.length !== 1 || (value !== 0 && value !== 0xff)) throw new PkiError('malformed', 'BOOLEAN')
  return value === 0xff
}

/** Bytes of a BIT STRING that stands for whole bytes: a key, a signature. */
export function bitStringBytes(content: Bytes): Bytes {
  if (content[0] !== 0) throw new PkiError('malformed', 'BIT STRING of whole bytes expected')
  return content.subarray(1)
}

/**
 * Numbers of the bits set in a BIT STRING of named bits. Trailing zeros, which X.690 §11.2.2 forbids, are let pass:
 * GnuTLS used to write them into every key usage, and Firefox takes them.
 */
export function namedBits(content: Bytes): readonly number[] {
  requireBitString(content)
  const bits = content.subarray(1)
  return Array.from({ length: bits.length * 8 }, (_, n) => n).filter(
    (n) => ((bits[n >> 3] ?? 0) & (0x80 >> (n & 7))) !== 0,
  )
}

/** X.690 §8.6.2, §11.2.1: the unused bits are fewer than eight, and zero. */
export function requireBitString(content: Bytes): void {
  const unused = content[0] ?? 8
  const last = content.length > 1 ? (content.at(-1) ?? 0) : 0
  const unusedAreZero = (last & ((1 << unused) - 1)) === 0
  if (unused > 7 || (content.length === 1 && unused > 0) || !unusedAreZero) {
    throw new PkiError('malformed', 'BIT STRING')
  }
}

/** Dotted form of an OBJECT IDENTIFIER (X.690 §8.19). */
export function oidValue(content: Bytes): string {
  requireOid(content)
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) {
      arcs.push(arc)
      arc = 0n
    }
  }
  const [head = 0n, ...tail] = arcs
  const root = head < 80n ? head / 40n : 2n
  return [root, head - root * 40n, ...tail].join('.')
}

/** Arcs are minimal and the last one is complete; 64 bytes are far beyond any OID in use. */
export function requireOid(content: Bytes): void {
  if (content.length === 0 || content.length > 64) throw new PkiError('malformed', 'OID length')
  if ((content.at(-1) ?? 0x80) >= 0x80) throw new PkiError('malformed', 'OID truncated')
  const paddedArc = content.some((byte, i) => byte === 0x80 && (content[i - 1] ?? 0) < 0x80)
  if (paddedArc) throw new PkiError('malformed', 'OID arc not minimal')
}
