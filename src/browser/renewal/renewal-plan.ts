import type { DocumentEntry } from '../documents/document-store.ts'

const DAY = 86_400_000

/** How much one round of renewals may ask for. */
export interface RoundBounds {
  readonly documents: number
  readonly bytes: number
}

/** Whoever has not met a certificate for so long does not need to be ready for it. */
const IN_USE_MS = 14 * DAY
/** However long a CRL over CA certificates may count. */
const AT_LEAST_EVERY_MS = 10 * DAY

/** The documents that are to be renewed now, the most urgent first: those that will soonest be worth nothing. */
export function dueForRenewal(
  entries: readonly DocumentEntry[],
  now: number,
  bounds: RoundBounds,
): readonly DocumentEntry[] {
  let bytes = 0
  return entries
    .filter((entry) => now - entry.usedAt <= IN_USE_MS && renewalAt(entry) <= now)
    .toSorted((a, b) => a.until - b.until)
    .slice(0, bounds.documents)
    .filter(({ size }, index) => index === 0 || (bytes += size) <= bounds.bytes)
}

/** From half of its validity on; later where its server asks for it, but well before the end. */
export function renewalAt({ thisUpdate, until, fetchedAt, restsUntil = 0 }: DocumentEntry): number {
  const lasts = until - thisUpdate
  const asked = Math.min(restsUntil, thisUpdate + (3 * lasts) / 4)
  return Math.min(Math.max(thisUpdate + lasts / 2, asked), fetchedAt + AT_LEAST_EVERY_MS)
}
