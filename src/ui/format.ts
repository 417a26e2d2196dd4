const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Times are milliseconds since the epoch, durations milliseconds. */
export interface Format {
  /** "2 hours ago", "in 3 days". */
  readonly relative: (at: number, now: number) => string
  /** Date and time, to the minute. */
  readonly moment: (at: number) => string
  /** The same without the year where that is this one. */
  readonly nearMoment: (at: number, now: number) => string
  /** Date and time, to the second, with the time zone. */
  readonly exact: (at: number) => string
  readonly day: (at: number) => string
  readonly timeOfDay: (at: number) => string
  readonly duration: (ms: number) => string
  /** Whole seconds, for what counts up or down before the eyes. */
  readonly seconds: (ms: number) => string
  readonly bytes: (bytes: number) => string
  readonly count: (count: number) => string
  /** Which of its forms a noun has after the number; what no language of ours tells apart is not told apart. */
  readonly plural: (count: number) => 'one' | 'other'
  /** "one, another or a third". */
  readonly either: (choices: readonly string[]) => string
}

export function createFormat(locale: string): Format {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const nearMoment = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
  const timeOfDay = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const seconds = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  })
  const count = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  const either = new Intl.ListFormat(locale, { type: 'disjunction' })
  return {
    relative: (at, now) => relative.format(...relativeParts(at - now)),
    moment: (at) => together(moment.format(at)),
    nearMoment: (at, now) => together((isSameYear(at, now) ? nearMoment : moment).format(at)),
    exact: (at) => exact.format(at),
    day: (at) => together(day.format(at)),
    timeOfDay: (at) => together(timeOfDay.format(at)),
    duration: (ms) =>
      ms < SECOND
        ? unit(locale, 'millisecond', 0).format(Math.round(ms))
        : unit(locale, 'second', 1).format(ms / SECOND),
    seconds: (ms) => seconds.format(Math.max(0, Math.round(ms / SECOND))),
    bytes: (bytes) => formatBytes(locale, bytes),
    count: (value) => count.format(value),
    plural: (value) => (plural.select(value) === 'one' ? 'one' : 'other'),
    either: (choices) => either.format(choices),
  }
}

/** A line may end after the comma of a moment, and nowhere else: not in "17 November", nor in "2:30 PM". */
function together(moment: string): string {
  return moment.replaceAll(/(?<!,) /gu, '\u{a0}')
}

function isSameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear()
}

function relativeParts(difference: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(difference)
  if (size < 45 * SECOND) return [0, 'second']
  if (size < HOUR) return [whole(difference / MINUTE), 'minute']
  if (size < 2 * DAY) return [whole(difference / HOUR), 'hour']
  if (size < 60 * DAY) return [whole(difference / DAY), 'day']
  if (size < 730 * DAY) return [whole(difference / (30.44 * DAY)), 'month']
  return [whole(difference / (365.25 * DAY)), 'year']
}

/** At least one, so that 50 seconds are a minute and not none. */
function whole(quotient: number): number {
  return Math.sign(quotient) * Math.max(1, Math.round(Math.abs(quotient)))
}

function formatBytes(locale: string, bytes: number): string {
  if (bytes < 1_000) return unit(locale, 'byte', 0, 'long').format(bytes)
  if (bytes < 1_000_000) return unit(locale, 'kilobyte', 0).format(bytes / 1_000)
  return unit(locale, 'megabyte', 1).format(bytes / 1_000_000)
}

function unit(
  locale: string,
  name: string,
  maximumFractionDigits: number,
  unitDisplay: 'short' | 'long' = 'short',
): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits, unitDisplay })
}
