import type { CheckContext, DocumentCause } from './statement.ts'

export interface UpdateTimes {
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
}

/** From when on a document about a certificate that ends at `notAfter` is no longer believed. */
export function believedUntil(
  { thisUpdate, nextUpdate }: UpdateTimes,
  notAfter: number,
  { freshness }: CheckContext,
): number {
  const lasts =
    nextUpdate === undefined
      ? thisUpdate + freshness.withoutNextUpdate
      : Math.min(nextUpdate, thisUpdate + freshness.maxAge)
  return Math.min(lasts, notAfter)
}

/** What is wrong with the age of such a document now, if anything is. */
export function staleness(
  { thisUpdate }: UpdateTimes,
  until: number,
  { now, freshness }: CheckContext,
): DocumentCause | undefined {
  if (thisUpdate > now + freshness.skew) return 'not-yet-valid'
  if (until + freshness.skew <= now) return 'expired'
  return undefined
}
