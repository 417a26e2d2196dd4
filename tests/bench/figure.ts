/** How long something took, over all rounds. A plain value; times in milliseconds. */
export interface Figure {
  /** Figures of one group stand together. */
  readonly group: string
  readonly name: string
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly rounds: number
  /** This median by that of the yardstick, measured in the same run: it means more than the times do. */
  readonly ratio?: { readonly to: string; readonly value: number }
  /** What the median must stay below. */
  readonly limit?: number
}

export interface Timed {
  readonly group: string
  readonly name: string
  readonly times: readonly number[]
  readonly against?: { readonly name: string; readonly times: readonly number[] }
  readonly limit?: number
}

export function figureOf({ group, name, times, against, limit }: Timed): Figure {
  const median = quantile(times, 0.5)
  return {
    group,
    name,
    median,
    p90: quantile(times, 0.9),
    p99: quantile(times, 0.99),
    rounds: times.length,
    ...(against && { ratio: { to: against.name, value: median / quantile(against.times, 0.5) } }),
    ...(limit !== undefined && { limit }),
  }
}

export function isMissed({ median, limit }: Figure): boolean {
  // Nothing measured is nothing proved.
  return limit !== undefined && !(median < limit)
}

/** The value below which that share of the values lies; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [below = NaN, above = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return below + (above - below) * (at - Math.floor(at))
}
