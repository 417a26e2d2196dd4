import { describe, expect, it } from 'vitest'
import { retriesByItself, retryDelay } from '../../src/policy/retry.ts'

describe('what is tried again without the user', () => {
  it('is what may pass by itself', () => {
    for (const cause of [
      'offline',
      'dns-failed',
      'responder-timeout',
      'not-a-response',
      'try-later',
    ] as const) {
      expect(retriesByItself({ kind: 'unverified', cause })).toBe(true)
    }
    for (const cause of ['no-pointer', 'url-refused', 'unknown-to-ca'] as const) {
      expect(retriesByItself({ kind: 'unverified', cause })).toBe(false)
    }
  })

  it('is never a revocation, nor a CA that has nothing to say', () => {
    expect(retriesByItself({ kind: 'revoked' })).toBe(false)
    expect(retriesByItself({ kind: 'unverifiable', cause: 'no-pointer' })).toBe(false)
  })

  it('waits longer each time, up to five minutes, and not as long as everybody else', () => {
    expect([0, 1, 2, 3, 4, 5, 99].map((attempts) => retryDelay(attempts, 0.5) / 1_000)).toEqual([
      15, 30, 60, 120, 240, 300, 300,
    ])
    expect([retryDelay(0, 0), retryDelay(0, 0.999)]).toEqual([12_000, 17_994])
  })
})
