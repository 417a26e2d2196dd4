import { describe, expect, it } from 'vitest'
import { figureOf, isMissed, medianWithin, quantile } from './figure.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('the interval of the median', () => {
  // Tables of order statistics for the sign test, two-sided, 95 %.
  it.each([
    [6, [1, 6]],
    [10, [2, 9]],
    [20, [6, 15]],
    [25, [8, 18]],
    [100, [40, 61]],
  ])('of %i values lies between those in the places of the table', (n, places) => {
    expect(medianWithin(upTo(n).toReversed())).toEqual(places)
  })

  it.each([0, 1, 5])('cannot be told of %i values', (n) => {
    expect(medianWithin(upTo(n))).toBeUndefined()
  })

  // 0.5 ** 1075 is 0.
  it.each([1_074, 1_075, 2_000, 100_000])('of %i values is 1.96 deviations of the coin wide', (n) => {
    const [low, high] = medianWithin(upTo(n)) ?? [NaN, NaN]
    const deviations = 0.98 * Math.sqrt(n)
    expect(low).toBeGreaterThanOrEqual(n / 2 - deviations - 1)
    expect(low).toBeLessThanOrEqual(n / 2 - deviations + 1)
    expect(low + high).toBe(n + 1)
  })
})

describe('a figure', () => {
  it('is of any number of values', () => {
    const { best, median, p99 } = figureOf({ group: '', name: '', times: upTo(300_001) })
    expect([best, median, p99]).toEqual([1, 150_001, 297_001])
  })

  it('that was measured of nothing misses every limit', () => {
    const limits = [{ of: 'best', value: 1 }] as const
    expect(isMissed(figureOf({ group: '', name: '', times: [], limits }))).toBe(true)
    expect(quantile([], 0.5)).toBeNaN()
  })
})
