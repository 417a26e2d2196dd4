import type { Bytes } from '../bytes.ts'
import { endOfElement, startOfContent, Tag, tagAt } from '../der.ts'
import { timeAt } from '../der-time.ts'
import { requireMinimalInteger } from '../der-values.ts'
import { PkiError } from '../pki-error.ts'
import { type EntryRules, isReasonAlone, noReason, readEntryExtensions } from './entry-extensions.ts'

/** Bytes of the shortest entry there can be: a serial of one byte and a UTCTime. */
export const shortestEntry = 20

/**
 * Walks the entries of a CRL (RFC 5280 §5.1.2.6), each of them checked. There may be millions: nothing is allocated for
 * one that looks as nearly all do, and what is found of it stands in the fields of the one cursor. A CRL with an entry
 * that one cannot process says nothing about any certificate (§5.3), so that `advance` throws PkiError for the first.
 */
export class EntryCursor {
  readonly #bytes: Bytes
  readonly #view: DataView
  readonly #rules: EntryRules

  /** Where the next entry begins. */
  at = 0
  /** Where the length of the serial lies, one byte, and after it the serial. */
  serial = 0
  /** Seconds since the epoch. */
  revokedAt = 0
  /** CRLReason, or `noReason`. */
  reason = noReason
  /** DER Name, where this entry has an extension that says so. */
  certificateIssuer: Bytes | undefined

  constructor(entries: Bytes, rules: EntryRules) {
    this.#bytes = entries
    this.#view = new DataView(entries.buffer, entries.byteOffset, entries.length)
    this.#rules = rules
  }

  get done(): boolean {
    return this.at === this.#bytes.length
  }

  advance(): void {
    if (!this.#takeCommonEntry()) this.#takeEntry()
  }

  /** SEQUENCE { INTEGER, UTCTime } or SEQUENCE { INTEGER, UTCTime, { { reasonCode } } }, every length one byte. */
  #takeCommonEntry(): boolean {
    const view = this.#view
    const at = this.at
    if (at + shortestEntry > view.byteLength) return false
    const header = view.getInt32(at)
    const end = at + 2 + ((header >> 16) & 0xff)
    const serialLength = header & 0xff
    const time = at + 4 + serialLength
    const reasonLength = end - time - 15
    if ((header & 0xff80ff80) !== 0x30000200 || end > view.byteLength) return false
    if (reasonLength !== 0 && reasonLength !== 14) return false
    if (!isMinimal(view, at + 4, serialLength)) return false
    const seconds = utcSeconds(view, time)
    if (seconds === notTime) return false
    if (reasonLength !== 0 && !isReasonAlone(view, time + 15)) return false
    this.serial = at + 3
    this.revokedAt = seconds
    this.reason = reasonLength === 0 ? noReason : view.getUint8(end - 1)
    this.certificateIssuer = undefined
    this.at = end
    return true
  }

  #takeEntry(): void {
    const bytes = this.#bytes
    const end = endOfElement(bytes, this.at, bytes.length)
    requireTag(bytes, this.at, Tag.sequence)
    const serial = startOfContent(bytes, this.at)
    const time = endOfSerial(bytes, serial, end)
    const timeEnd = endOfElement(bytes, time, end)
    this.serial = serial + 1
    this.revokedAt = timeAt(bytes, time, timeEnd) / 1000
    const extensions = readEntryExtensions(bytes.subarray(timeEnd, end), this.#rules)
    this.reason = extensions.reason
    this.certificateIssuer = extensions.certificateIssuer
    this.at = end
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

function isMinimal(view: DataView, at: number, length: number): boolean {
  if (length < 2) return length === 1
  const nine = view.getInt16(at) >> 7
  return nine !== 0 && nine !== -1
}

const notTime = -1

/** A UTCTime from 1970 on in seconds since the epoch; `notTime` for anything else. 15 bytes have to be there. */
function utcSeconds(view: DataView, at: number): number {
  if (view.getUint16(at) !== 0x170d || view.getUint8(at + 14) !== 0x5a) return notTime
  const date = view.getInt32(at + 2)
  const dayAndHour = view.getInt32(at + 6)
  const minuteAndSecond = view.getInt32(at + 10)
  if ((notDigits(date) | notDigits(dayAndHour) | notDigits(minuteAndSecond)) !== 0) return notTime
  const month = monthNumber(twoNumbers(date))
  const day = twoNumbers(dayAndHour) >> 16
  const hour = twoNumbers(dayAndHour) & 0xff
  const minute = twoNumbers(minuteAndSecond) >> 16
  const second = twoNumbers(minuteAndSecond) & 0xff
  const isDate = day > 0 && day <= (monthLengths[month] ?? 0)
  if (!isDate || hour > 23 || minute > 59 || second > 59) return notTime
  return ((daysBefore[month] ?? 0) + day - 1) * 86_400 + hour * 3600 + minute * 60 + second
}

/** Zero if the four bytes are digits of ASCII: 3 above, and below what does not carry when 6 is added. */
function notDigits(word: number): number {
  return ((word & 0xf0f0f0f0) ^ 0x30303030) | (((word + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030)
}

/** Four digits as two numbers of two: one in the upper half of the word, one in the lower. */
function twoNumbers(digits: number): number {
  return ((digits >> 8) & 0x000f000f) * 10 + (digits & 0x000f000f)
}

/** The months from January 1970 to December 2049 by number; one without days for what is no month. */
function monthNumber(yearAndMonth: number): number {
  const year = yearAndMonth >> 16
  const month = (yearAndMonth & 0xff) - 1
  return month >>> 0 > 11 || (year >= 50 && year < 70)
    ? noMonth
    : (year < 50 ? year + 30 : year - 70) * 12 + month
}

const noMonth = 80 * 12
const daysBefore = Uint16Array.from({ length: noMonth + 1 }, (_, month) => Date.UTC(1970, month) / 86_400_000)
const monthLengths = Uint8Array.from(
  { length: noMonth },
  (_, month) => (daysBefore[month + 1] ?? 0) - (daysBefore[month] ?? 0),
)
