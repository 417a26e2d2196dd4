import { noReason, removeFromCrl } from './entry-extensions.ts'
import { type Block, shortestEntry } from './listing.ts'

/**
 * Lists the entries from `start` on for as long as they look as nearly all do and the block has room, each of them
 * checked as `readEntry` would; gives the place of the first that is left. There may be millions: nothing is allocated
 * for them, the loop has what it needs in local names (fields it would load anew for every entry), and the functions that
 * it calls are short, since Firefox inlines no others.
 */
export function listCommonEntries(source: DataView, block: Block, start: number, issuer: number): number {
  const { serials, times, marks, issuers } = block
  const limit = source.byteLength
  let n = block.count
  let at = start
  while (n < serials.length && at + shortestEntry <= limit) {
    const header = source.getInt32(at)
    const end = at + 2 + ((header >> 16) & 0xff)
    const time = at + 4 + (header & 0xff)
    if (end > limit || !isCommon(header, end - time) || !isMinimal(source, at + 4, time)) break
    const seconds = utcSeconds(source, time)
    const reason = end - time === utcTime ? noReason : reasonAlone(source, time + utcTime)
    if (seconds === notTime || reason === notAlone) break
    serials[n] = at + 3
    times[n] = seconds
    marks[n] = reason
    if (issuers) issuers[n] = issuer
    n++
    at = end
  }
  block.count = n
  return at
}

/** Bytes of a UTCTime, and of crlEntryExtensions with a reasonCode in it and nothing else. */
const utcTime = 15
const oneReason = 14

/** SEQUENCE { INTEGER, UTCTime } or SEQUENCE { INTEGER, UTCTime, { { reasonCode } } }, every length one byte. */
function isCommon(header: number, afterSerial: number): boolean {
  const areTags = (header & ~0x007f007f) === 0x30000200
  return areTags && (afterSerial === utcTime || afterSerial === utcTime + oneReason)
}

/** X.690 §8.3.2. */
function isMinimal(view: DataView, start: number, end: number): boolean {
  if (end - start < 2) return end - start === 1
  const nine = view.getInt16(start) >> 7
  return nine !== 0 && nine !== -1
}

const notTime = -1

/** A UTCTime from 1970 on in seconds since the epoch; `notTime` for anything else. */
function utcSeconds(view: DataView, at: number): number {
  const date = view.getInt32(at + 2)
  const dayAndHour = view.getInt32(at + 6)
  const minuteAndSecond = view.getInt32(at + 10)
  const isForm = view.getInt16(at) === 0x170d && view.getUint8(at + 14) === 0x5a
  const areDigits = (notDigits(date) | notDigits(dayAndHour) | notDigits(minuteAndSecond)) === 0
  return isForm && areDigits
    ? secondsOf(twoNumbers(date), twoNumbers(dayAndHour), twoNumbers(minuteAndSecond))
    : notTime
}

/** Of pairs of numbers, one in the upper half of the word, one in the lower. */
function secondsOf(yearAndMonth: number, dayAndHour: number, minuteAndSecond: number): number {
  const month = months[(yearAndMonth >> 16) * 100 + (yearAndMonth & 0xff)] ?? 0
  const day = dayAndHour >> 16
  const hour = dayAndHour & 0xff
  const minute = minuteAndSecond >> 16
  const second = minuteAndSecond & 0xff
  // Negative if one of them is, which is one branch for all.
  const room = (day - 1) | ((month & longestMonth) - day) | (23 - hour) | (59 - minute) | (59 - second)
  if (room < 0) return notTime
  return ((month >> 5) + day - 1) * 86_400 + hour * 3600 + minute * 60 + second
}

/** Zero if the four bytes are digits of ASCII: 3 above, and below what does not carry when 6 is added. */
function notDigits(word: number): number {
  return ((word ^ 0x30303030) | ((word + 0x06060606) ^ 0x30303030)) & ~0x0f0f0f0f
}

/** Four digits as a pair of numbers. */
function twoNumbers(digits: number): number {
  return ((digits >> 8) & 0x000f000f) * 10 + (digits & 0x000f000f)
}

const longestMonth = 31

/**
 * The months by their digits, YYMM: from January 1970 to December 2049 (RFC 5280 §4.1.2.5.1), in the upper bits how many
 * days there are from 1970 on before the month, in the lower five how many in it; none in what is no such month.
 */
const months = Uint32Array.from({ length: 10_000 }, (_, digits) => {
  const [year, month] = [Math.floor(digits / 100), digits % 100]
  if (month < 1 || month > 12 || (year >= 50 && year < 70)) return 0
  const daysBefore = (next: number) => Date.UTC(year < 50 ? 2000 + year : 1900 + year, next) / 86_400_000
  const before = daysBefore(month - 1)
  return (before << 5) | (daysBefore(month) - before)
})

const notAlone = -1

/**
 * The reason in SEQUENCE { SEQUENCE { 2.5.29.21, OCTET STRING { ENUMERATED n } } }, if n is one of a complete CRL;
 * `notAlone` for anything else.
 */
function reasonAlone(view: DataView, at: number): number {
  if (view.getInt32(at) !== 0x300c300a || view.getInt32(at + 4) !== 0x0603551d) return notAlone
  if (view.getInt32(at + 8) !== 0x1504030a || view.getUint8(at + 12) !== 1) return notAlone
  const reason = view.getUint8(at + 13)
  return reason <= 10 && reason !== 7 && reason !== removeFromCrl ? reason : notAlone
}
