import { describe, expect, it } from 'vitest'
import type { ChainReport } from '../../src/policy/report.ts'
import { createStandingVerdicts } from '../../src/policy/standing-verdicts.ts'

const NOW = Date.UTC(2026, 10, 22)

function report(until: number): ChainReport {
  return {
    verdict: { kind: 'verified', certificate: 0, decidedAt: NOW, until },
    certificates: [],
    rootName: '',
    isBuiltInRoot: true,
    startedAt: NOW,
    tookMs: 0,
  }
}

describe('standing verdicts', () => {
  it('stand until they end', () => {
    const standing = createStandingVerdicts()
    standing.keep('a', report(NOW + 10))
    expect(standing.find('a', NOW + 9)).toBeDefined()
    expect(standing.find('a', NOW + 10)).toBeUndefined()
  })

  it('do not stand before they were made: the clock was set back', () => {
    const standing = createStandingVerdicts()
    standing.keep('a', report(NOW + 10))
    expect(standing.find('a', NOW - 1)).toBeUndefined()
  })

  it('make room by letting go the one that was not needed for longest', () => {
    const standing = createStandingVerdicts(2)
    standing.keep('a', report(NOW + 10))
    standing.keep('b', report(NOW + 10))
    standing.find('a', NOW)
    standing.keep('c', report(NOW + 10))
    expect(['a', 'b', 'c'].map((key) => standing.find(key, NOW) !== undefined)).toEqual([true, false, true])
  })
})
