import { type Bytes, viewOf } from '../bytes.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import { type BlockIndex, readBlocks } from './block-index.ts'
import { type Column, readColumn, readColumns } from './columns.ts'
import { type Coverage, newestTimestamp, readCoverage } from './coverage.ts'
import { Cursor } from './cursor.ts'
import { type EncodedBytes, encodingOf } from './encoding.ts'

/** A CRLite filter, full or delta. Everything in it is a place in `bytes`, where it is looked up. */
export interface Clubcard extends EncodedBytes {
  readonly bytes: Bytes
  readonly coverage: Coverage
  readonly blocks: BlockIndex
  readonly approximate: readonly Column[]
  readonly exact: Column
  /** The newest SCT timestamp that it covers, in milliseconds since the epoch: the age of what it says. */
  readonly coveredUntil: number
  /** How many logs it covers, and how many issuers are enrolled. */
  readonly logs: number
  readonly issuers: number
}

/** Opens a filter of either encoding, as strictly as https://c2sp.org/upki-revocation asks; throws PkiError. */
export function openClubcard(bytes: Bytes): Clubcard {
  if (bytes.length > limits.clubcard) throw new PkiError('too-large', 'clubcard')
  const encoded = { view: viewOf(bytes), encoding: encodingOf(bytes[0]) }
  if (bytes[1] !== 0) throw new PkiError('unsupported', 'reserved byte of a clubcard')
  const cursor = new Cursor(encoded, 2)
  const coverage = readCoverage(cursor)
  const blocks = readBlocks(cursor)
  const approximate = readColumns(cursor)
  const exact = readColumn(cursor)
  cursor.finish()
  if (blocks.highestRank > approximate.length) throw new PkiError('malformed', 'more columns asked than are')
  const coveredUntil = newestTimestamp({ ...encoded, coverage })
  const counts = { logs: coverage.count, issuers: blocks.count }
  return { ...encoded, bytes, coverage, blocks, approximate, exact, coveredUntil, ...counts }
}
