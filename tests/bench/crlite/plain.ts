import { toHex, type Bytes } from '../../../src/pki/bytes.ts'

/*
 * The yardstick: a filter read as one would at first, field by field into Maps by hex. It checks nothing, and knows
 * neither exceptions nor inversion, which the filters of the benchmark do not have.
 */

export interface PlainFilter {
  readonly logs: ReadonlyMap<string, { readonly low: bigint; readonly high: bigint }>
  readonly issuers: ReadonlyMap<string, PlainBlock>
  readonly columns: readonly Uint32Array[]
  readonly exact: Uint32Array
}

interface PlainBlock {
  readonly approxM: number
  readonly approxRank: number
  readonly approxOffset: number
  readonly exactM: number
  readonly exactOffset: number
}

export interface PlainInquiry {
  readonly issuerKeyHash: Bytes
  readonly scts: readonly { readonly logId: Bytes; readonly timestamp: number }[]
  readonly digest: Bytes
}

export function openPlain(bytes: Bytes): PlainFilter {
  const reader = new Reader(bytes)
  return bytes[0] === 3 ? readV3(reader) : readV4(reader)
}

export function isRevokedIn(
  { logs, issuers, columns, exact }: PlainFilter,
  { issuerKeyHash, scts, digest }: PlainInquiry,
): boolean {
  const isCovered = scts.some(({ logId, timestamp }) => {
    const log = logs.get(toHex(logId))
    return log !== undefined && BigInt(timestamp) >= log.low && BigInt(timestamp) <= log.high
  })
  const block = isCovered ? issuers.get(toHex(issuerKeyHash)) : undefined
  if (block === undefined || block.approxM === 0) return false
  const view = new DataView(digest.buffer)
  const words = Array.from({ length: 8 }, (_, n) => view.getUint32(4 * n, true) | (n === 0 ? 1 : 0))
  const number = view.getBigUint64(24, true)
  const row = block.approxOffset + Number(number % BigInt(block.approxM))
  const exactRow = block.exactOffset + Number(number % BigInt(block.exactM))
  return (
    columns.slice(0, block.approxRank).every((column) => isEven(column, row, words)) &&
    isEven(exact, exactRow, words)
  )
}

function isEven(column: Uint32Array, row: number, words: readonly number[]): boolean {
  let sum = 0
  for (const [n, word] of words.entries()) {
    const at = Math.floor(row / 32) + n
    const shift = row % 32
    const low = column[at] ?? 0
    const high = column[at + 1] ?? 0
    sum ^= word & (shift === 0 ? low : (low >>> shift) | (high << (32 - shift)))
  }
  for (const half of [16, 8, 4, 2, 1]) sum ^= sum >>> half
  return (sum & 1) === 0
}

function readV3(reader: Reader): PlainFilter {
  const logs = reader.map(reader.big(true), () => [
    reader.hex(32),
    { low: reader.u64(true), high: reader.u64(true) },
  ])
  const issuers = reader.map(reader.big(true), () => {
    reader.big(true)
    const key = reader.hex(32)
    const [approxM, exactM, approxRank] = [reader.big(true), reader.big(true), reader.big(true)]
    const [approxOffset, exactOffset] = [reader.big(true), reader.big(true)]
    reader.skip(9)
    return [key, { approxM, exactM, approxRank, approxOffset, exactOffset }]
  })
  const columns = Array.from({ length: reader.big(true) }, () => reader.column(reader.big(true), true))
  return { logs, issuers, columns, exact: reader.column(reader.big(true), true) }
}

function readV4(reader: Reader): PlainFilter {
  const logs = reader.map(reader.small(2), () => [
    reader.hex(32),
    { low: reader.u64(false), high: reader.u64(false) },
  ])
  const issuers = reader.map(reader.small(4), () => {
    const key = reader.hex(32)
    const [approxM, approxRank, approxOffset] = [reader.small(4), reader.small(1), reader.small(4)]
    const [exactM, exactOffset] = [reader.small(4), reader.small(4)]
    reader.skip(3)
    return [key, { approxM, exactM, approxRank, approxOffset, exactOffset }]
  })
  const columns = Array.from({ length: reader.small(1) }, () => reader.column(reader.small(4), false))
  return { logs, issuers, columns, exact: reader.column(reader.small(4), false) }
}

class Reader {
  readonly #bytes: Bytes
  readonly #view: DataView
  #at = 2

  constructor(bytes: Bytes) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  skip(length: number): number {
    this.#at += length
    return this.#at - length
  }

  small(width: 1 | 2 | 4): number {
    const at = this.skip(width)
    if (width === 1) return this.#view.getUint8(at)
    return width === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at)
  }

  u64(littleEndian: boolean): bigint {
    return this.#view.getBigUint64(this.skip(8), littleEndian)
  }

  big(littleEndian: boolean): number {
    return Number(this.u64(littleEndian))
  }

  hex(length: number): string {
    const start = this.skip(length)
    return toHex(this.#bytes.subarray(start, start + length))
  }

  map<T>(count: number, read: () => [string, T]): ReadonlyMap<string, T> {
    return new Map(Array.from({ length: count }, read))
  }

  /** As halves of words, the lower first. */
  column(count: number, littleEndian: boolean): Uint32Array {
    const start = this.skip(8 * count)
    const halves = new Uint32Array(2 * count)
    for (let i = 0; i < halves.length; i++) {
      halves[i] = this.#view.getUint32(start + 4 * (littleEndian ? i : i ^ 1), littleEndian)
    }
    return halves
  }
}
