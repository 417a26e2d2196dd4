import type { Bytes } from '../bytes.ts'
import type { Sct } from '../certificate/certificate.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import type { Cursor } from './cursor.ts'
import { type EncodedBytes, uintAt } from './encoding.ts'
import { bytesEqualAt, compareAt, hashLength } from './hash-at.ts'

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
    if (compareAt(view, other, view, log) === 0) throw new PkiError('malformed', 'log covered twice')
  }
}

/** Where a certificate's SCT stands to what a filter covers. */
export type SctStanding = 'covered' | 'too-new' | 'too-old' | 'log-unknown'

export function standingOf(covering: Covering, { logId, timestamp }: Sct): SctStanding {
  const log = findLog(covering, logId)
  if (log === undefined) return 'log-unknown'
  if (timestamp > lastTimestamp(covering, log)) return 'too-new'
  return timestamp < uintAt(covering, log + hashLength, 8) ? 'too-old' : 'covered'
}

/** The newest timestamp of any log, in milliseconds since the epoch; 0 where there is no log. */
export function newestTimestamp(covering: Covering): number {
  const { start, count } = covering.coverage
  let newest = 0
  for (let n = 0; n < count; n++) newest = Math.max(newest, lastTimestamp(covering, start + n * logLength))
  return newest
}

function findLog({ view, coverage: { start, count } }: Covering, logId: Bytes): number | undefined {
  const end = start + count * logLength
  for (let log = start; log < end; log += logLength) if (bytesEqualAt(view, log, logId)) return log
  return undefined
}

function lastTimestamp(covering: Covering, log: number): number {
  return uintAt(covering, log + hashLength + 8, 8)
}
