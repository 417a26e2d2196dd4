import type { Bytes } from '../../../src/pki/bytes.ts'
import type { BlockParts, FilterParts } from './filter-parts.ts'

export type FilterVersion = 3 | 4

/** The bytes of the filter in one of the two encodings; nothing is checked. */
export function encodeFilter(parts: FilterParts, version: FilterVersion): Bytes {
  return version === 3 ? encodeV3(parts) : encodeV4(parts)
}

/** bincode: all counts are 64 bits, least significant byte first. */
function encodeV3({ coverage, blocks, approximate, exact }: FilterParts): Bytes {
  const column = (bits: Bytes) => concat([u64le(bits.length / 8), bits])
  const block = (one: BlockParts) =>
    concat([
      opaqueLe(one.keyHash),
      ...[one.approxM, one.exactM, one.approxRank, one.approxOffset, one.exactOffset].map(u64le),
      Uint8Array.of(one.inverted),
      countedLe(one.exceptions.map(opaqueLe)),
    ])
  return concat([
    Uint8Array.of(3, 0),
    countedLe(coverage.map(({ logId, low, high }) => concat([logId, u64le(low), u64le(high)]))),
    countedLe(blocks.map(block)),
    countedLe(approximate.map(column)),
    column(exact),
  ])
}

/** https://c2sp.org/upki-revocation */
function encodeV4({ coverage, blocks, approximate, exact }: FilterParts): Bytes {
  const column = (bits: Bytes) => concat([uintBe(bits.length / 8, 4), turnWords(bits)])
  const block = (one: BlockParts) =>
    concat([
      one.keyHash,
      uintBe(one.approxM, 4),
      uintBe(one.approxRank, 1),
      uintBe(one.approxOffset, 4),
      uintBe(one.exactM, 4),
      uintBe(one.exactOffset, 4),
      uintBe(one.inverted, 1),
      uintBe(one.exceptions.length, 2),
      ...one.exceptions.flatMap((serial) => [uintBe(serial.length, 1), serial]),
    ])
  return concat([
    Uint8Array.of(4, 0),
    uintBe(coverage.length, 2),
    ...coverage.map(({ logId, low, high }) => concat([logId, uintBe(low, 8), uintBe(high, 8)])),
    uintBe(blocks.length, 4),
    ...blocks.map(block),
    uintBe(approximate.length, 1),
    ...approximate.map(column),
    column(exact),
  ])
}

function countedLe(items: readonly Bytes[]): Bytes {
  return concat([u64le(items.length), ...items])
}

function opaqueLe(bytes: Bytes): Bytes {
  return concat([u64le(bytes.length), bytes])
}

function u64le(value: number): Bytes {
  return uintBe(value, 8).toReversed()
}

function uintBe(value: number, width: number): Bytes {
  const bytes = new Uint8Array(width)
  let rest = value
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return bytes
}

/** Words of 64 bits, the most significant byte first. */
function turnWords(bits: Bytes): Bytes {
  const turned = bits.slice()
  for (let at = 0; at < turned.length; at += 8) turned.subarray(at, at + 8).reverse()
  return turned
}

function concat(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
