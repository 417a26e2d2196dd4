import { describe, expect, it } from 'vitest'
import { createFormat } from '../../src/ui/format.ts'
import { NOW } from './samples.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const DAY = 24 * HOUR

describe('relative times', () => {
  const { relative } = createFormat('en')

  it.each([
    [10 * SECOND, 'now'],
    [50 * SECOND, '1 minute ago'],
    [59 * 60 * SECOND, '59 minutes ago'],
    [2 * HOUR, '2 hours ago'],
    [47 * HOUR, '47 hours ago'],
    [3 * DAY, '3 days ago'],
    [90 * DAY, '3 months ago'],
    [3 * 365.25 * DAY, '3 years ago'],
    [-4 * DAY, 'in 4 days'],
  ])('%d ms ago is "%s"', (ago, text) => {
    expect(relative(NOW - ago, NOW)).toBe(text)
  })

  it('speak French where the page does', () => {
    expect(createFormat('fr').relative(NOW - 2 * HOUR, NOW)).toBe('il y a 2 heures')
  })
})

describe('amounts', () => {
  const { bytes, duration, seconds } = createFormat('en')

  it('are told in the unit that suits them', () => {
    expect([bytes(0), bytes(999), bytes(12_400), bytes(1_840_000)]).toStrictEqual([
      '0 bytes',
      '999 bytes',
      '12 kB',
      '1.8 MB',
    ])
    expect([duration(184), duration(4_000), duration(1_250)]).toStrictEqual(['184 ms', '4 sec', '1.3 sec'])
  })

  it('never count below nothing', () => {
    expect(seconds(-500)).toBe('0 seconds')
  })
})

it('a moment names the year only where it is not this one', () => {
  const { nearMoment } = createFormat('en')
  expect(nearMoment(NOW + DAY, NOW)).not.toContain('2026')
  expect(nearMoment(NOW + 365 * DAY, NOW)).toContain('2027')
})
