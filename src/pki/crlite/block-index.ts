import type { Bytes } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import type { Cursor } from './cursor.ts'
import { type EncodedBytes, fieldAt, uintAt } from './encoding.ts'
import { bytesEqualAt, compareAt, hashLength } from './hash-at.ts'

/** The blocks of a clubcard, one for each enrolled issuer, in ascending order of their keys. */
export interface BlockIndex {
  readonly start: number
  readonly count: number
  /** Where each block begins; only where some have exceptions, for otherwise all are of one length. */
  readonly starts: Uint32Array<ArrayBuffer> | undefined
  readonly highestRank: number
}

export interface Indexed extends EncodedBytes {
  readonly blocks: BlockIndex
}

export function readBlocks(cursor: Cursor): BlockIndex {
  const { encoded } = cursor
  const { counts, block } = encoded.encoding
  const count = cursor.readCount(counts.blocks, block.size)
  const start = cursor.pass(0)
  let starts: BlockIndex['starts']
  let highestRank = 0
  let previous: number | undefined
  for (let n = 0; n < count; n++) {
    const at = passBlock(cursor)
    if (previous !== undefined) requireAscending(encoded, previous, at)
    if (at !== start + n * block.size)
      starts ??= Uint32Array.from({ length: count }, (_, n) => start + n * block.size)
    if (starts) starts[n] = at
    highestRank = Math.max(highestRank, fieldAt(encoded, at, block.approxRank))
    previous = at
  }
  return { start, count, starts, highestRank }
}

/** Where the block of the key begins; undefined for an issuer that is not enrolled. */
export function findBlock(indexed: Indexed, key: DataView): number | undefined {
  const { view, encoding, blocks } = indexed
  let low = 0
  let high = blocks.count
  while (low < high) {
    const middle = (low + high) >>> 1
    const block = startOf(indexed, middle)
    const order = compareAt(view, block + encoding.block.key, key, 0)
    if (order === 0) return block
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

/** Whether the serial is one that the equations of its block would get wrong. */
export function isException(encoded: EncodedBytes, block: number, serial: Bytes): boolean {
  const { counts, block: layout } = encoded.encoding
  const count = fieldAt(encoded, block, layout.exceptions)
  let at = block + layout.size
  for (let n = 0; n < count; n++) {
    const length = uintAt(encoded, at, counts.exceptionBytes)
    at += counts.exceptionBytes
    if (length === serial.length && bytesEqualAt(encoded.view, at, serial)) return true
    at += length
  }
  return false
}

function startOf({ encoding, blocks }: Indexed, n: number): number {
  return blocks.starts?.[n] ?? blocks.start + n * encoding.block.size
}

function passBlock(cursor: Cursor): number {
  const { encoded } = cursor
  const { block, counts } = encoded.encoding
  const at = cursor.pass(block.size)
  requireBlock(encoded, at)
  const exceptions = fieldAt(encoded, at, block.exceptions)
  for (let n = 0; n < exceptions; n++) {
    const length = cursor.readCount(counts.exceptionBytes, 1)
    if (length === 0) throw new PkiError('malformed', 'exception without a serial')
    cursor.pass(length)
  }
  return at
}

function requireBlock(encoded: EncodedBytes, at: number): void {
  const { block } = encoded.encoding
  if (block.keyLength && fieldAt(encoded, at, block.keyLength) !== hashLength) {
    throw new PkiError('malformed', 'length of an issuer key')
  }
  if (fieldAt(encoded, at, block.inverted) > 1) throw new PkiError('malformed', 'neither inverted nor not')
  for (const half of block.upperHalves) {
    if (encoded.view.getInt32(at + half) !== 0) throw new PkiError('malformed', 'rows of a block')
  }
}

function requireAscending({ view, encoding }: EncodedBytes, previous: number, at: number): void {
  const { key } = encoding.block
  if (compareAt(view, previous + key, view, at + key) >= 0) {
    throw new PkiError('malformed', 'issuers not in ascending order')
  }
}
