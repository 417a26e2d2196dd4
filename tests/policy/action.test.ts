import { describe, expect, it } from 'vitest'
import { actionFor } from '../../src/policy/action.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'

const KINDS: readonly VerdictKind[] = [
  'verified',
  'revoked',
  'exempt',
  'unverified',
  'unverifiable',
  'overridden',
]

const held = (level: 'watch' | 'guard' | 'lockdown', scope: 'page' | 'part') =>
  KINDS.filter((kind) => actionFor(kind, level, scope) === 'hold')

describe('actionFor', () => {
  it('holds nothing at watch', () => {
    expect([held('watch', 'page'), held('watch', 'part')]).toEqual([[], []])
  })

  it('holds revoked everywhere and unverified pages at guard', () => {
    expect(held('guard', 'page')).toEqual(['revoked', 'unverified'])
    expect(held('guard', 'part')).toEqual(['revoked'])
  })

  it('holds whatever nobody vouched for at lockdown, parts included', () => {
    expect(held('lockdown', 'page')).toEqual(['revoked', 'unverified', 'unverifiable'])
    expect(held('lockdown', 'part')).toEqual(['revoked', 'unverified', 'unverifiable'])
  })
})
