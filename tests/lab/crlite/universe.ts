import type { Bytes } from '../../../src/pki/bytes.ts'
import type { FilterPlan, IssuerPlan } from './plan.ts'
import { type Random, seededRandom } from './random.ts'

export interface UniversePlan {
  readonly seed: number
  readonly logs?: number
  /** Of the coverage of every log, milliseconds since the epoch. */
  readonly low: number
  readonly high: number
  /** How many certificates each issuer has, and which share of them is revoked. */
  readonly issuers: readonly {
    readonly known: number
    readonly revoked: number
    readonly inverted?: boolean
  }[]
}

/** Issuers with random keys, and serials as large CAs write them, of which the first ones are revoked. */
export function randomUniverse({ seed, logs = 3, low, high, issuers }: UniversePlan): FilterPlan {
  const random = seededRandom(seed)
  return {
    seed,
    coverage: Array.from({ length: logs }, () => ({ logId: random.bytes(32), low, high })),
    issuers: issuers.map(({ known: count, revoked: share, inverted }): IssuerPlan => {
      const known = randomSerials(count, random)
      const revoked = known.slice(0, Math.round(count * share))
      return { keyHash: random.bytes(32), known, revoked, ...(inverted !== undefined && { inverted }) }
    }),
  }
}

/** Of 16 bytes, or of 17 where the first bit needs a zero before it. */
function randomSerials(count: number, random: Random): readonly Bytes[] {
  return Array.from({ length: count }, () => {
    const [first = 0, ...rest] = random.bytes(16)
    return Uint8Array.of(...(first < 0x80 ? [] : [0]), Math.max(1, first), ...rest)
  })
}
