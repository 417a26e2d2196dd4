import type { Bytes } from '../bytes.ts'

/** Bytes of a SHA-256 hash: log ids and keys of issuers. */
export const hashLength = 32

/** Compares two hashes where they lie: negative, zero or positive, as their bytes are in order. */
export function compareAt(a: DataView, atA: number, b: DataView, atB: number): number {
  for (let i = 0; i < hashLength; i += 4) {
    const difference = a.getUint32(atA + i) - b.getUint32(atB + i)
    if (difference !== 0) return difference
  }
  return 0
}

export function bytesEqualAt(view: DataView, at: number, bytes: Bytes): boolean {
  for (let i = 0; i < bytes.length; i++) if (view.getUint8(at + i) !== bytes[i]) return false
  return true
}
