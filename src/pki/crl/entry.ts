import type { Bytes } from '../bytes.ts'
import { endOfElement, startOfContent, Tag, tagAt } from '../der.ts'
import { timeAt } from '../der-time.ts'
import { requireMinimalInteger } from '../der-values.ts'
import { PkiError } from '../pki-error.ts'
import { type EntryExtensions, type EntryRules, readEntryExtensions } from './entry-extensions.ts'

/** An entry of a CRL (RFC 5280 §5.1.2.6), by its places in the bytes that it was read from. */
export interface Entry extends EntryExtensions {
  /** Where the length of the serial lies, one byte, and after it the serial. */
  readonly serial: number
  /** Seconds since the epoch. */
  readonly revokedAt: number
  /** Where the next entry begins. */
  readonly end: number
}

/** Reads any entry there can be; throws PkiError. */
export function readEntry(bytes: Bytes, at: number, rules: EntryRules): Entry {
  const end = endOfElement(bytes, at, bytes.length)
  requireTag(bytes, at, Tag.sequence)
  const serial = startOfContent(bytes, at)
  const time = endOfSerial(bytes, serial, end)
  const timeEnd = endOfElement(bytes, time, end)
  const revokedAt = timeAt(bytes, time, timeEnd) / 1000
  return {
    serial: serial + 1,
    revokedAt,
    end,
    ...readEntryExtensions(bytes.subarray(timeEnd, end), rules),
  }
}

function endOfSerial(bytes: Bytes, at: number, limit: number): number {
  const end = endOfElement(bytes, at, limit)
  requireTag(bytes, at, Tag.integer)
  const start = startOfContent(bytes, at)
  requireMinimalInteger(bytes, start, end)
  // RFC 5280 §4.1.2.2: at most 20.
  if (end - start > 127) throw new PkiError('too-large', 'serial of a CRL entry')
  return end
}

function requireTag(bytes: Bytes, at: number, tag: number): void {
  if (tagAt(bytes, at) !== tag) throw new PkiError('malformed', 'CRL entry')
}
