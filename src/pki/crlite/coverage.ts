import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import type { Cursor } from './cursor.ts'
import { type EncodedBytes, uintAt } from './encoding.ts'
import { compareAt, compareBoth, hashLength, type HashWords } from './hash-at.ts'

/** The timestamps, of which logs, that a filter was built over. */
export interface Coverage {
  readonly start: number
  readonly count: number
}

export interface Covering extends EncodedBytes {
  readonly coverage: Coverage
}

const logLength = hashLength + 16

export function readCoverage(cursor: Cursor): Coverage {
  const { encoded } = cursor
  const count = cursor.readCount(encoded.encoding.counts.logs, logLength)
  if (count > limits.clubcardLogs) throw new PkiError('too-large', 'logs of a clubcard')
  const start = cursor.pass(count * logLength)
  // In no order: of so few, each is compared with each.
  for (let n = 1; n < count; n++) requireNew(encoded.view, start, start + n * logLength)
  return { start, count }
}

function requireNew(view: DataView, start: number, log: number): void {
  for (let other = start; other < log; other += logLength) {
    if (compareBoth(view, other, log) === 0) throw new PkiError('malformed', 'log covered twice')
  }
}

/** When a log, by its id, has seen the certificate; milliseconds since the epoch. */
export interface SctTime {
  readonly log: HashWords
  readonly timestamp: number
}

/** Where a certificate's SCT stands to what a filter covers. */
export type SctStanding = 'covered' | 'too-new' | 'too-old' | 'log-unknown'

export function standingOf(covering: Covering, sct: SctTime): SctStanding {
  const log = findLog(covering, sct.log)
  if (log === undefined) return 'log-unknown'
  if (sct.timestamp > lastTimestamp(covering, log)) return 'too-new'
  return sct.timestamp < uintAt(covering, log + hashLength, 8) ? 'too-old' : 'covered'
}

/** The newest timestamp of any log, in milliseconds since the epoch; 0 where there is no log. */
export function newestTimestamp(covering: Covering): number {
  const { start, count } = covering.coverage
  let newest = 0
  for (let n = 0; n < count; n++) newest = Math.max(newest, lastTimestamp(covering, start + n * logLength))
  return newest
}

function findLog({ view, coverage: { start, count } }: Covering, id: HashWords): number | undefined {
  const [first] = id
  const end = start + count * logLength
  for (let log = start; log < end; log += logLength) {
    // Nearly all differ in their first word already.
    if (view.getInt32(log) === first && compareAt(view, log, id) === 0) return log
  }
  return undefined
}

function lastTimestamp(covering: Covering, log: number): number {
  return uintAt(covering, log + hashLength + 8, 8)
}
