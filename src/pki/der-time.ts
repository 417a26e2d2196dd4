import type { Bytes } from './bytes.ts'
import { type DerReader, startOfContent, Tag, tagAt } from './der.ts'
import { PkiError } from './pki-error.ts'

/** A Time (RFC 5280 §4.1): UTCTime or GeneralizedTime, in milliseconds since the epoch. */
export function readTime(reader: DerReader): number {
  const { der } = reader.readAny()
  return timeAt(der, 0, der.length)
}

export function readGeneralizedTime(reader: DerReader): number {
  const { der } = reader.read(Tag.generalizedTime)
  return timeAt(der, 0, der.length)
}

/**
 * The Time whose element stretches from `at` to `end`. Zulu, with seconds, without fraction: RFC 5280 §4.1.2.5.1 and
 * §4.1.2.5.2. That dates before 2050 are UTCTime is not enforced, as no reader of chains does so.
 */
export function timeAt(bytes: Bytes, at: number, end: number): number {
  const tag = tagAt(bytes, at)
  const start = startOfContent(bytes, at)
  const yearDigits = tag === Tag.utcTime ? 2 : 4
  const isTime = tag === Tag.utcTime || tag === Tag.generalizedTime
  if (!isTime || end - start !== yearDigits + 11 || bytes[end - 1] !== 0x5a) {
    throw new PkiError('malformed', 'time not in the form of RFC 5280')
  }
  const rest = start + yearDigits
  const year = tag === Tag.utcTime ? centuryOf(digits(bytes, start, 2)) : digits(bytes, start, 4)
  return dayOf(year, digits(bytes, rest, 2), digits(bytes, rest + 2, 2)) + timeOfDay(bytes, rest + 4)
}

// RFC 5280 §4.1.2.5.1: 50 to 99 are of the twentieth century.
function centuryOf(year: number): number {
  return year < 50 ? 2000 + year : 1900 + year
}

// Date.UTC would take the years 0 to 99 for 1900 to 1999; no certificate is that old.
function dayOf(year: number, month: number, day: number): number {
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    throw new PkiError('malformed', 'no such date')
  }
  return Date.UTC(year, month - 1, day)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function timeOfDay(bytes: Bytes, at: number): number {
  const hours = digits(bytes, at, 2)
  const minutes = digits(bytes, at + 2, 2)
  const seconds = digits(bytes, at + 4, 2)
  if (hours > 23 || minutes > 59 || seconds > 59) throw new PkiError('malformed', 'no such time of day')
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

function digits(bytes: Bytes, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] ?? 0) - 0x30
    if (digit < 0 || digit > 9) throw new PkiError('malformed', 'time with something else than digits')
    value = value * 10 + digit
  }
  return value
}
