import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOUNDS, DEFAULT_SETTINGS, parseSettings } from '../../src/policy/settings.ts'

describe('parseSettings', () => {
  it('gives back what is valid', () => {
    const settings = {
      level: 'lockdown',
      holdMs: 1_000,
      deadlineMs: 5_000,
      exceptionDuration: 'hour',
      sourceOrder: 'ocsp-first',
      maxCrlBytes: 8_000_000,
      offlineData: false,
      beforeSending: 'always',
    } as const
    expect(parseSettings(settings)).toEqual(settings)
  })

  it.each([undefined, null, 7, 'guard', [], {}, { level: 'off', holdMs: NaN, deadlineMs: '9' }])(
    'falls back to the defaults for %j',
    (stored) => {
      expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS)
    },
  )

  it('keeps both times within their bounds, and the hold within the deadline, for anything', () => {
    fc.assert(
      fc.property(fc.record({ holdMs: fc.anything(), deadlineMs: fc.double() }), (stored) => {
        const { holdMs, deadlineMs } = parseSettings(stored)
        expect(holdMs).toBeGreaterThanOrEqual(BOUNDS.holdMs.min)
        expect(holdMs).toBeLessThanOrEqual(deadlineMs)
        expect(deadlineMs).toBeLessThanOrEqual(BOUNDS.deadlineMs.max)
      }),
    )
  })
})
