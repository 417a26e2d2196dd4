import { PkiError } from '../pki-error.ts'

/** Bytes of an unsigned integer. */
export type Width = 1 | 2 | 4 | 8

/** An integer at a fixed place of a block. */
export interface Field {
  readonly at: number
  readonly width: Width
}

/*
 * A clubcard: version (1 byte), reserved (1 byte, 0), coverage, blocks, approximate filter, exact filter. Every list
 * is a count and its elements:
 *
 *    coverage            logs of 48 bytes: id 32, first and last timestamp 8 each
 *    blocks              one for each issuer: key (SHA-256 of its SPKI), parameters, exceptions (serials)
 *    approximate filter  columns, each a list of words of 64 bits
 *    exact filter        one more column
 *
 * The encodings differ in byte order, in the widths of counts, and in the layout of a block.
 */
export interface Encoding {
  readonly version: 3 | 4
  readonly littleEndian: boolean
  /** Turns the number of a 32-bit half of a column, least significant first, into that of its place. */
  readonly halfPlace: 0 | 1
  readonly counts: {
    readonly logs: Width
    readonly blocks: Width
    readonly exceptions: Width
    readonly exceptionBytes: Width
    readonly columns: Width
    readonly words: Width
  }
  readonly block: {
    readonly keyLength?: Field
    readonly key: number
    readonly approxM: Field
    readonly approxRank: Field
    readonly approxOffset: Field
    readonly exactM: Field
    readonly exactOffset: Field
    readonly inverted: Field
    readonly exceptions: Field
    /** Where the upper halves of numbers of rows are: zero, for not even version 4 has room for them. */
    readonly upperHalves: readonly number[]
    /** Bytes of a block without exceptions. */
    readonly size: number
  }
}

/** bincode with fixed-width integers, as `serde` writes the structures of mozilla/clubcard-crlite. */
const v3: Encoding = {
  version: 3,
  littleEndian: true,
  halfPlace: 0,
  counts: { logs: 8, blocks: 8, exceptions: 8, exceptionBytes: 8, columns: 8, words: 8 },
  block: {
    keyLength: { at: 0, width: 8 },
    key: 8,
    approxM: { at: 40, width: 8 },
    exactM: { at: 48, width: 8 },
    approxRank: { at: 56, width: 8 },
    approxOffset: { at: 64, width: 8 },
    exactOffset: { at: 72, width: 8 },
    inverted: { at: 80, width: 1 },
    exceptions: { at: 81, width: 8 },
    upperHalves: [44, 52, 68, 76],
    size: 89,
  },
}

/** https://c2sp.org/upki-revocation, "Filter file format". */
const v4: Encoding = {
  version: 4,
  littleEndian: false,
  halfPlace: 1,
  counts: { logs: 2, blocks: 4, exceptions: 2, exceptionBytes: 1, columns: 1, words: 4 },
  block: {
    key: 0,
    approxM: { at: 32, width: 4 },
    approxRank: { at: 36, width: 1 },
    approxOffset: { at: 37, width: 4 },
    exactM: { at: 41, width: 4 },
    exactOffset: { at: 45, width: 4 },
    inverted: { at: 49, width: 1 },
    exceptions: { at: 50, width: 2 },
    upperHalves: [],
    size: 52,
  },
}

/** By the first byte. Those before were Bloom filter cascades. */
export function encodingOf(version: number | undefined): Encoding {
  if (version === 3) return v3
  if (version === 4) return v4
  throw new PkiError('unsupported', `clubcard version ${version}`)
}

/** Bytes of a clubcard and how they are encoded. */
export interface EncodedBytes {
  readonly view: DataView
  readonly encoding: Encoding
}

/** Beyond 2^53 rounded, and still beyond 2^53. */
export function uintAt({ view, encoding: { littleEndian } }: EncodedBytes, at: number, width: Width): number {
  switch (width) {
    case 1:
      return view.getUint8(at)
    case 2:
      return view.getUint16(at, littleEndian)
    case 4:
      return view.getUint32(at, littleEndian)
    case 8:
      return uint64At(view, at, littleEndian)
  }
}

function uint64At(view: DataView, at: number, littleEndian: boolean): number {
  const upperAt = littleEndian ? at + 4 : at
  const lowerAt = littleEndian ? at : at + 4
  const lower = view.getInt32(lowerAt, littleEndian)
  // Nearly all are small, and reading them as signed keeps them integers to the compiler.
  if (lower >= 0 && view.getInt32(upperAt, littleEndian) === 0) return lower
  return view.getUint32(upperAt, littleEndian) * 2 ** 32 + (lower >>> 0)
}

export function fieldAt(encoded: EncodedBytes, block: number, { at, width }: Field): number {
  return uintAt(encoded, block + at, width)
}
