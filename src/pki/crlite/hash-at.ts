import { type Bytes, viewOf } from '../bytes.ts'

/** Bytes of a SHA-256 hash: log ids and keys of issuers. */
export const hashLength = 32

/** A hash to be looked for, in signed words: engines are quickest with these. */
export type HashWords = Int32Array<ArrayBuffer>

export function hashWords(hash: Bytes): HashWords {
  const view = viewOf(hash)
  return Int32Array.from({ length: hashLength / 4 }, (_, n) => view.getInt32(4 * n))
}

/** Negative, zero or positive, as the hash at this place comes before the other one, is it, or comes after it. */
export function compareAt(view: DataView, at: number, words: HashWords): number {
  for (let n = 0; n < words.length; n++) {
    const order = compareUnsigned(view.getInt32(at + 4 * n), words[n] ?? 0)
    if (order !== 0) return order
  }
  return 0
}

/** The same of two hashes in one view. */
export function compareBoth(view: DataView, a: number, b: number): number {
  for (let i = 0; i < hashLength; i += 4) {
    const order = compareUnsigned(view.getInt32(a + i), view.getInt32(b + i))
    if (order !== 0) return order
  }
  return 0
}

function compareUnsigned(a: number, b: number): number {
  if (a === b) return 0
  return (a ^ lowest) < (b ^ lowest) ? -1 : 1
}

/** Turns the order of signed words into that of unsigned ones. */
const lowest = -0x80000000
