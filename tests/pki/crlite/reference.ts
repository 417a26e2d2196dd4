import { createHash } from 'node:crypto'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { BlockParts, FilterParts } from '../../lab/crlite/filter-parts.ts'
import type { LogCoverage } from '../../lab/crlite/plan.ts'

/*
 * The format and the query once more, written down from https://c2sp.org/upki-revocation as plainly as possible: every
 * field read, every number a bigint. What is refused here must be refused by anybody.
 */

export type ReferenceAnswer = 'revoked' | 'good' | 'not-enrolled' | 'not-covered'

export interface ReferenceQuery {
  readonly issuerKeyHash: Bytes
  readonly serial: Bytes
  readonly scts: readonly { readonly logId: Bytes; readonly timestamp: number }[]
}

export class Refused extends Error {
  override readonly name = 'Refused'
}

export function readFilter(bytes: Bytes): FilterParts {
  const reader = new Reader(Buffer.from(bytes))
  const version = reader.uint(1)
  if (version !== 3n && version !== 4n) throw new Refused('version')
  if (reader.uint(1) !== 0n) throw new Refused('reserved')
  const isV3 = version === 3n
  reader.littleEndian = isV3
  const coverage = reader.list(isV3 ? 8 : 2, () => readLog(reader))
  const blocks = reader.list(isV3 ? 8 : 4, () => (isV3 ? readBlockV3(reader) : readBlockV4(reader)))
  const approximate = reader.list(isV3 ? 8 : 1, () => readColumn(reader, isV3))
  const exact = readColumn(reader, isV3)
  if (!reader.done) throw new Refused('trailing bytes')
  refuseUnless(isDistinct(coverage.map(({ logId }) => logId)), 'log twice')
  refuseUnless(isAscending(blocks.map(({ keyHash }) => keyHash)), 'order of issuers')
  for (const { inverted, approxRank, keyHash, exceptions } of blocks) {
    refuseUnless(keyHash.length === 32, 'key')
    refuseUnless(inverted <= 1, 'inverted')
    refuseUnless(approxRank <= approximate.length, 'rank')
    refuseUnless(
      exceptions.every(({ length }) => length > 0),
      'empty exception',
    )
  }
  return { coverage, blocks, approximate, exact }
}

export function answerOf(
  { coverage, blocks, approximate, exact }: FilterParts,
  { issuerKeyHash, serial, scts }: ReferenceQuery,
): ReferenceAnswer {
  const isCovered = scts.some(({ logId, timestamp }) =>
    coverage.some((log) => same(log.logId, logId) && log.low <= timestamp && timestamp <= log.high),
  )
  if (!isCovered) return 'not-covered'
  const block = blocks.find(({ keyHash }) => same(keyHash, issuerKeyHash))
  if (!block) return 'not-enrolled'
  const digest = createHash('sha256').update(issuerKeyHash).update(serial).digest()
  return isMember(block, approximate, exact, digest, serial) === (block.inverted === 0) ? 'revoked' : 'good'
}

function isMember(
  { approxM, approxOffset, approxRank, exactM, exactOffset, exceptions }: BlockParts,
  approximate: readonly Bytes[],
  exact: Bytes,
  digest: Buffer,
  serial: Bytes,
): boolean {
  const number = digest.readBigUInt64LE(24)
  const coefficients = Array.from({ length: 256 }, (_, i) => i === 0 || bitOf(digest, BigInt(i)) === 1)
  const sum = (column: Bytes, row: bigint) =>
    coefficients.reduce((sum, one, i) => sum ^ (one ? bitOf(column, row + BigInt(i)) : 0), 0)
  if (approxM === 0) return false
  const approximateRow = BigInt(approxOffset) + (number % BigInt(approxM))
  if (approximate.slice(0, approxRank).some((column) => sum(column, approximateRow) !== 0)) return false
  const exactRow = BigInt(exactOffset) + (number % BigInt(Math.max(1, exactM)))
  if (sum(exact, exactRow) !== 0) return false
  return !exceptions.some((exception) => same(exception, serial))
}

/** Past the end all bits are 0. */
function bitOf(bits: Uint8Array, i: bigint): number {
  return ((bits[Number(i / 8n)] ?? 0) >> Number(i % 8n)) & 1
}

function readLog(reader: Reader): LogCoverage {
  return { logId: reader.bytes(32), low: reader.number(8), high: reader.number(8) }
}

function readBlockV3(reader: Reader): BlockParts {
  const keyHash = reader.bytes(reader.number(8))
  const [approxM, exactM, approxRank] = [reader.number(8), reader.number(8), reader.number(8)]
  const [approxOffset, exactOffset] = [reader.number(8), reader.number(8)]
  const inverted = reader.number(1)
  const exceptions = reader.list(8, () => reader.bytes(reader.number(8)))
  return { keyHash, approxM, exactM, approxRank, approxOffset, exactOffset, inverted, exceptions }
}

function readBlockV4(reader: Reader): BlockParts {
  const keyHash = reader.bytes(32)
  const [approxM, approxRank, approxOffset] = [reader.number(4), reader.number(1), reader.number(4)]
  const [exactM, exactOffset, inverted] = [reader.number(4), reader.number(4), reader.number(1)]
  const exceptions = reader.list(2, () => reader.bytes(reader.number(1)))
  return { keyHash, approxM, exactM, approxRank, approxOffset, exactOffset, inverted, exceptions }
}

function readColumn(reader: Reader, isV3: boolean): Bytes {
  const words = reader.list(isV3 ? 8 : 4, () => reader.uint(8))
  const bits = Buffer.alloc(words.length * 8)
  for (const [i, word] of words.entries()) bits.writeBigUInt64LE(word, i * 8)
  return Uint8Array.from(bits)
}

class Reader {
  littleEndian = true
  readonly #buffer: Buffer
  #at = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  get done(): boolean {
    return this.#at === this.#buffer.length
  }

  bytes(length: number): Bytes {
    if (this.#at + length > this.#buffer.length) throw new Refused('truncated')
    this.#at += length
    return Uint8Array.from(this.#buffer.subarray(this.#at - length, this.#at))
  }

  uint(width: number): bigint {
    const bytes = this.bytes(width)
    const ordered = this.littleEndian ? bytes.toReversed() : bytes
    return ordered.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  }

  number(width: number): number {
    return Number(this.uint(width))
  }

  /** Nothing is as short as half a byte. */
  list<T>(width: number, read: () => T): readonly T[] {
    const count = this.number(width)
    if (count > this.#buffer.length - this.#at) throw new Refused('count')
    return Array.from({ length: count }, read)
  }
}

function refuseUnless(condition: boolean, message: string): void {
  if (!condition) throw new Refused(message)
}

function isDistinct(hashes: readonly Bytes[]): boolean {
  return new Set(hashes.map(String)).size === hashes.length
}

function isAscending(hashes: readonly Bytes[]): boolean {
  return hashes.every((hash, n) => n === 0 || Buffer.compare(hashes[n - 1] ?? hash, hash) < 0)
}

function same(a: Bytes, b: Bytes): boolean {
  return Buffer.compare(a, b) === 0
}
