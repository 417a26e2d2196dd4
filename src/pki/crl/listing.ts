import { type Bytes, viewOf } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import { headerLength, shiftOf } from './revocation-table.ts'
import { serialHash } from './serial-hash.ts'

/** Bytes of the shortest entry there can be: a serial of one byte and a UTCTime. */
export const shortestEntry = 20

/** How many entries are listed in one go: a millisecond's worth, and their bytes stay in the processor's cache. */
const entriesAtOnce = 16_384

/** Some of the entries, in the order of the CRL: 11 bytes each, or 13 where issuers count. */
export class Block {
  /** For each entry, where the length of its serial lies. */
  readonly serials: Int32Array
  readonly times: Int32Array
  readonly marks: Uint8Array
  readonly issuers: Uint16Array | undefined
  readonly buckets: Uint16Array
  count = 0

  constructor(most: number, hasIssuers: boolean) {
    this.serials = new Int32Array(most)
    this.times = new Int32Array(most)
    this.marks = new Uint8Array(most)
    this.issuers = hasIssuers ? new Uint16Array(most) : undefined
    this.buckets = new Uint16Array(most)
  }

  get isFull(): boolean {
    return this.count === this.serials.length
  }

  /** `revokedAt`: seconds since the epoch. */
  add(serial: number, revokedAt: number, reason: number, issuer: number): void {
    const high = Math.floor(revokedAt / 2 ** 32)
    // The year 3058; RFC 5280 knows times until 9999, and a CRL that uses them is none.
    if (high > 7) throw new PkiError('unsupported', 'time of a revocation')
    const n = this.count++
    this.serials[n] = serial
    this.times[n] = revokedAt
    this.marks[n] = (high << 4) | reason
    if (this.issuers) this.issuers[n] = issuer
  }
}

/**
 * Entries on their way from the order of a CRL to that of its table. Their serials stay where they are, each behind its
 * length, until the records are written.
 */
export class Listing {
  readonly source: DataView
  readonly blocks: Block[] = []

  /** First the size of each bucket, then where its next record goes. */
  readonly #buckets: Int32Array
  readonly #hasIssuers: boolean
  /** Length of a record without its serial. */
  readonly #header: number

  constructor(source: Bytes, hasIssuers: boolean) {
    this.source = viewOf(source)
    this.#buckets = new Int32Array(bucketsFor(source.length))
    this.#hasIssuers = hasIssuers
    this.#header = headerLength(hasIssuers)
  }

  get count(): number {
    return this.blocks.reduce((sum, { count }) => sum + count, 0)
  }

  get buckets(): number {
    return this.#buckets.length
  }

  /** Bytes of all records; to be asked before the directory is filled. */
  get size(): number {
    return this.#buckets.reduce((sum, size) => sum + size, 0)
  }

  /** Room for the next entries, of which `length` bytes are left to be read. */
  addBlock(length: number): Block {
    const most = Math.min(entriesAtOnce, Math.ceil(length / shortestEntry))
    const block = new Block(most, this.#hasIssuers)
    this.blocks.push(block)
    return block
  }

  /** Chooses the buckets of the entries. To be called once for each block, when it is complete. */
  assign({ serials, buckets: bucketOf, count }: Block): void {
    const [source, buckets, header] = [this.source, this.#buckets, this.#header]
    const shift = shiftOf(buckets.length)
    for (let n = 0; n < count; n++) {
      const serial = serials[n] ?? 0
      const length = source.getUint8(serial)
      const bucket = serialHash(source, serial + 1, serial + 1 + length) >>> shift
      bucketOf[n] = bucket
      buckets[bucket] = (buckets[bucket] ?? 0) + header + length
    }
  }

  /** To be called once, after the last block was assigned and before the first is placed. */
  fillDirectory(directory: Uint32Array): void {
    let at = 0
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      const size = this.#buckets[bucket] ?? 0
      directory[bucket] = this.#buckets[bucket] = at
      at += size
    }
    directory[this.#buckets.length] = at
  }

  /** Writes the records of a block's entries. To be called once for each, in their order. */
  place({ serials, times, marks, issuers, buckets: bucketOf, count }: Block, records: Bytes): void {
    const target = viewOf(records)
    const [source, buckets, header] = [this.source, this.#buckets, this.#header]
    for (let n = 0; n < count; n++) {
      const serial = serials[n] ?? 0
      const length = source.getUint8(serial)
      const bucket = bucketOf[n] ?? 0
      const at = buckets[bucket] ?? 0
      buckets[bucket] = at + header + length
      target.setUint8(at, marks[n] ?? 0)
      target.setInt32(at + 1, times[n] ?? 0, true)
      if (issuers) target.setUint16(at + 5, issuers[n] ?? 0, true)
      target.setUint8(at + header - 1, length)
      if (length < 16 || length > 20) copyBytes(source, serial + 1, target, at + header, length)
      else copyCommon(source, serial + 1, target, at + header, length)
    }
  }
}

/**
 * About a thousand entries each, which a look-up goes through in ten microseconds. With shorter buckets there would be
 * more places where records are being written than the processor keeps the pages of, and writing would take longer.
 */
function bucketsFor(sourceLength: number): number {
  return 2 ** Math.min(16, Math.max(1, Math.floor(Math.log2(sourceLength / 32768))))
}

/**
 * 16 to 20 bytes, as nearly all serials have: for so few, faster by far than a loop, or `set` with a subarray. In pieces
 * as short as Firefox wants them to be in order to inline them.
 */
function copyCommon(source: DataView, from: number, target: DataView, to: number, length: number): void {
  copyEight(source, from, target, to)
  copyEight(source, from + 8, target, to + 8)
  // Most of these four are there already.
  copyFour(source, from + length - 4, target, to + length - 4)
}

function copyEight(source: DataView, from: number, target: DataView, to: number): void {
  copyFour(source, from, target, to)
  copyFour(source, from + 4, target, to + 4)
}

function copyFour(source: DataView, from: number, target: DataView, to: number): void {
  target.setInt32(to, source.getInt32(from, true), true)
}

function copyBytes(source: DataView, from: number, target: DataView, to: number, length: number): void {
  for (let i = 0; i < length; i++) target.setUint8(to + i, source.getUint8(from + i))
}
