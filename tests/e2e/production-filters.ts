import { randomBitFilters } from '../lab/crlite/production-size.ts'
import { seededRandom } from '../lab/crlite/random.ts'
import type { PublishedFilter } from '../lab/remote-settings/filter-records.ts'

const HALF_DAY = 43_200_000
const ISSUERS = 969

/** A full filter of 6 MB, and deltas of half a day each up to now: other ones for each number from 0 to 255. */
export function productionFilters(deltas: number, number = 0): readonly PublishedFilter[] {
  const random = seededRandom(number)
  const issuerKeyHashes = Array.from({ length: ISSUERS }, () => random.bytes(32))
  const made = randomBitFilters(4, { deltas, issuerKeyHashes })
  const now = Date.now()
  return [made.full, ...made.deltas].map((bytes, i) => ({
    bytes,
    effectiveTimestamp: now - (deltas - i) * HALF_DAY,
  }))
}
