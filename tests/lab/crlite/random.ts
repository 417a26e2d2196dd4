import type { Bytes } from '../../../src/pki/bytes.ts'

/** Numbers that look random and are the same every time. */
export interface Random {
  /** From 0 to 2^32 - 1. */
  word(): number
  /** From 0 to `end` - 1. */
  below(end: number): number
  bytes(length: number): Bytes
}

/** Numbers in the order of Marsaglia's xorshift generator (2003). */
export function seededRandom(seed: number): Random {
  // Zero would stay zero, and small seeds begin alike.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1
  const word = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  for (let i = 0; i < 8; i++) word()
  const bytes = (length: number) => {
    const words = new Uint32Array(Math.ceil(length / 4))
    for (let i = 0; i < words.length; i++) words[i] = word()
    return new Uint8Array(words.buffer, 0, length)
  }
  return { word, below: (end) => word() % end, bytes }
}
