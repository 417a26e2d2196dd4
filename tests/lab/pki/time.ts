export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** DER times have no fractions of a second (RFC 5280 §4.1.2.5.2). */
export function wholeSeconds(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000)
}
