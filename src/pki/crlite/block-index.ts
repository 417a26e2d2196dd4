import type { Bytes } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import type { Cursor } from './cursor.ts'
import { type EncodedBytes, fieldAt, uintAt } from './encoding.ts'
import { compareAt, compareBoth, hashLength, type HashWords } from './hash-at.ts'

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

/**
 * The number of the key's block, or undefined for an issuer that is not enrolled. `near` is looked at first: filters of
 * one time enroll the same issuers, so that each block has the number that it has in the others.
 */
export function findBlock(indexed: Indexed, key: HashWords, near = 0): number | undefined {
  let low = 0
  let high = indexed.blocks.count
  let middle = Math.min(near, high - 1)
  while (low < high) {
    const order = compareAt(indexed.view, startOfBlock(indexed, middle) + indexed.encoding.block.key, key)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle
    middle = (low + high) >>> 1
  }
  return undefined
}

export function startOfBlock({ encoding, blocks }: Indexed, n: number): number {
  return blocks.starts?.[n] ?? blocks.start + n * encoding.block.size
}

/** Whether the serial is one that the equations of its block would get wrong. */
export function isException(encoded: EncodedBytes, block: number, serial: Bytes): boolean {
  const { counts, block: layout } = encoded.encoding
  const count = fieldAt(encoded, block, layout.exceptions)
  let at = block + layout.size
  for (let n = 0; n < count; n++) {
    const length = uintAt(encoded, at, counts.exceptionBytes)
    at += counts.exceptionBytes
    if (length === serial.length && isAt(encoded.view, at, serial)) return true
    at += length
  }
  return false
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
  let upper = 0
  for (const half of block.upperHalves) upper |= encoded.view.getInt32(at + half)
  if (upper !== 0) throw new PkiError('malformed', 'rows of a block')
}

function requireAscending({ view, encoding }: EncodedBytes, previous: number, at: number): void {
  const { key } = encoding.block
  if (compareBoth(view, previous + key, at + key) >= 0) {
    throw new PkiError('malformed', 'issuers not in ascending order')
  }
}

function isAt(view: DataView, at: number, bytes: Bytes): boolean {
  return bytes.every((byte, i) => view.getUint8(at + i) === byte)
}
