import type { Bytes } from '../../../src/pki/bytes.ts'
import { encodeFilter, type FilterVersion } from './encode-filter.ts'
import type { BlockParts, FilterParts } from './filter-parts.ts'
import type { LogCoverage } from './plan.ts'
import { type Random, seededRandom } from './random.ts'

/*
 * Filters of the size and shape of those that Mozilla publishes, but of random bits: what they say is arbitrary. For
 * measuring, and for carrying about; not for asking anything.
 */

export interface RandomFilters {
  readonly full: Bytes
  /** The oldest first. */
  readonly deltas: readonly Bytes[]
  /** The same in all of them. */
  readonly logs: readonly Bytes[]
  /** A timestamp that all of them cover. */
  readonly timestamp: number
}

/** 6 MB, and 175 kB for each half day since, in version 3: as in spring 2026, when 969 issuers were enrolled. */
export function randomBitFilters(
  version: FilterVersion,
  { deltas, issuerKeyHashes }: { readonly deltas: number; readonly issuerKeyHashes: readonly Bytes[] },
): RandomFilters {
  const random = seededRandom(2026)
  const issuers = issuerKeyHashes.toSorted(byBytes)
  const logs = Array.from({ length: 50 }, () => random.bytes(32))
  const filter = (shape: Shape, seed: number) =>
    encodeFilter(randomParts(shape, { seed, issuers, coverage: logs.map(covered(seed)) }), version)
  return {
    full: filter(fullShape, 0),
    deltas: Array.from({ length: deltas }, (_, n) => filter(deltaShape, n + 1)),
    logs,
    timestamp: firstDay,
  }
}

const firstDay = Date.UTC(2026, 2, 4)
const halfDay = 43_200_000

const covered =
  (n: number) =>
  (logId: Bytes): LogCoverage => ({ logId, low: firstDay - 400 * halfDay, high: firstDay + n * halfDay })

interface Shape {
  /** How many of the issuers have revoked anything; the blocks of the others are empty. */
  readonly ranked: number
  readonly exactRows: number
}

const fullShape: Shape = { ranked: 500, exactRows: 9_940_000 }
const deltaShape: Shape = { ranked: 143, exactRows: 142_000 }

/** Rows of each column in the delta of 2026-06-24, whose exact filter has 203,648. */
const columnShares = [
  83328, 83328, 83264, 83072, 82752, 82624, 79104, 48192, 32064, 25216, 24320, 24064, 20736, 20288, 10112,
  3200,
].map((rows) => rows / 203_648)

interface Frame {
  readonly seed: number
  readonly issuers: readonly Bytes[]
  readonly coverage: readonly LogCoverage[]
}

function randomParts({ ranked, exactRows }: Shape, { seed, issuers, coverage }: Frame): FilterParts {
  const random = seededRandom(seed)
  const heights = columnShares.map((share) => Math.ceil((share * exactRows) / 64) * 64)
  const rankedBlock = (): Omit<BlockParts, 'keyHash'> => {
    const approxRank = 6 + random.below(heights.length - 5)
    const [approxM, approxOffset] = randomRange(heights[approxRank - 1] ?? 0, random)
    const [exactM, exactOffset] = randomRange(exactRows, random)
    return { ...emptyBlock, approxM, approxRank, approxOffset, exactM, exactOffset }
  }
  return {
    coverage,
    blocks: issuers.map((keyHash) => ({
      keyHash,
      ...(random.below(issuers.length) < ranked ? rankedBlock() : emptyBlock),
    })),
    approximate: heights.map((height) => random.bytes(height / 8)),
    exact: random.bytes(Math.ceil(exactRows / 64) * 8),
  }
}

const emptyBlock = {
  approxM: 0,
  approxRank: 0,
  approxOffset: 0,
  exactM: 0,
  exactOffset: 0,
  inverted: 0,
  exceptions: [],
}

/** Some rows, and from which on. */
function randomRange(rows: number, random: Random): readonly [m: number, offset: number] {
  const m = 1 + random.below(Math.floor(rows / 4))
  return [m, random.below(rows - m)]
}

/** As many as are enrolled. */
export function randomHashes(count = 969): readonly Bytes[] {
  const random = seededRandom(count)
  return Array.from({ length: count }, () => random.bytes(32))
}

function byBytes(a: Bytes, b: Bytes): number {
  for (const [i, byte] of a.entries()) if (byte !== b[i]) return byte - (b[i] ?? 0)
  return 0
}
