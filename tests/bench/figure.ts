/** How long something took, or how much it weighs, over all rounds. A plain value. */
export interface Figure {
  /** Figures of one group stand together, and have one unit. */
  readonly group: string
  readonly name: string
  readonly unit: Unit
  readonly best: number
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly rounds: number
  /** Where the median of ever more rounds would come to lie, with 95 % certainty; undefined where they are too few to tell. */
  readonly medianWithin: readonly [number, number] | undefined
  /** This median by that of the yardstick, measured in the same run: it means more than the times do. */
  readonly ratio?: { readonly to: string; readonly value: number }
  /** What it must stay below, one or more. */
  readonly limits: readonly Limit[]
}

/** `×`: how many times as much. */
export type Unit = 'ms' | 'MB' | '×'

/**
 * The median tells what one may expect. Of long work, which whatever else the machine does always meets, the best round
 * is told: it is compared with the best of another.
 */
export interface Limit {
  readonly of: 'median' | 'best' | 'p99'
  readonly value: number
}

export interface Timed {
  readonly group: string
  readonly name: string
  readonly times: readonly number[]
  /** Milliseconds by default. */
  readonly unit?: Unit
  readonly against?: { readonly name: string; readonly times: readonly number[] }
  readonly limits?: readonly Limit[]
}

export function figureOf({ group, name, times, unit = 'ms', against, limits = [] }: Timed): Figure {
  const median = quantile(times, 0.5)
  return {
    group,
    name,
    unit,
    best: quantile(times, 0),
    median,
    p90: quantile(times, 0.9),
    p99: quantile(times, 0.99),
    rounds: times.length,
    medianWithin: medianWithin(times),
    ...(against && { ratio: { to: against.name, value: median / quantile(against.times, 0.5) } }),
    limits,
  }
}

export function isMissed({ limits, ...figure }: Figure): boolean {
  // Nothing measured is nothing proved.
  return limits.some(({ of, value }) => !(figure[of] < value))
}

/** The value below which that share of the values lies; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [below = NaN, above = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return below + (above - below) * (at - Math.floor(at))
}

/**
 * The interval that the median of the whole distribution lies in with 95 % certainty, whatever the distribution: of n values
 * it has as many below as heads come up in n throws of a coin.
 */
export function medianWithin(values: readonly number[]): readonly [number, number] | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  // That fewer than k heads come up, or fewer than k tails. As a logarithm: 0.5 ** 1075 is 0.
  let [k, chance, exactly] = [0, 0, n * Math.log(0.5)]
  while (chance + 2 * Math.exp(exactly) <= 0.05) {
    chance += 2 * Math.exp(exactly)
    exactly += Math.log((n - k) / (k + 1))
    k++
  }
  const [low, high] = [sorted[k - 1], sorted[n - k]]
  return low === undefined || high === undefined ? undefined : [low, high]
}
