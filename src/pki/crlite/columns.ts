import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import type { Cursor } from './cursor.ts'
import type { EncodedBytes } from './encoding.ts'
import type { Equation } from './equation.ts'

/** A column of bits, least significant first; those after the last that is stored are 0. */
export interface Column {
  readonly start: number
  /** How many groups of 32 bits are stored. */
  readonly halves: number
}

export function readColumns(cursor: Cursor): readonly Column[] {
  const { counts } = cursor.encoded.encoding
  const count = cursor.readCount(counts.columns, counts.words)
  if (count > limits.clubcardColumns) throw new PkiError('too-large', 'columns of a clubcard')
  return Array.from({ length: count }, () => readColumn(cursor))
}

export function readColumn(cursor: Cursor): Column {
  const count = cursor.readCount(cursor.encoded.encoding.counts.words, 8)
  return { start: cursor.pass(count * 8), halves: count * 2 }
}

/** Whether the coefficients, laid on the column from the row on, meet an even number of ones. */
export function isSolvedBy(
  { view, encoding: { littleEndian, halfPlace } }: EncodedBytes,
  { start, halves }: Column,
  row: number,
  { coefficients }: Equation,
): boolean {
  const first = Math.floor(row / 32)
  const shift = row % 32
  const count = Math.min(coefficients.length, halves - first)
  let met = 0
  let below = 0
  for (let n = 0; n < count; n++) {
    const word = coefficients[n] ?? 0
    const moved = (word << shift) | ((below >>> 1) >>> (31 - shift))
    met ^= moved & view.getInt32(start + 4 * ((first + n) ^ halfPlace), littleEndian)
    below = word
  }
  return isEven(met)
}

function isEven(bits: number): boolean {
  let folded = bits ^ (bits >>> 16)
  folded ^= folded >>> 8
  folded ^= folded >>> 4
  // Bit n of the constant is the parity of n.
  return ((0x6996 >>> (folded & 15)) & 1) === 0
}
