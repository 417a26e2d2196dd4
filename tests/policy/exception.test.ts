import { describe, expect, it } from 'vitest'
import { grantException, isExcepted, type Occasion } from '../../src/policy/exception.ts'

const NOW = Date.UTC(2026, 10, 22)
const HOUR = 3_600_000
const occasion: Occasion = {
  host: 'bank.example',
  fingerprint: 'aa',
  verdict: { kind: 'unverified', cause: 'responder-unreachable' },
  isPrivate: false,
}
const grant = (duration: 'hour' | 'session' | 'certificate', what = occasion) =>
  grantException(what, { id: '1', duration, now: NOW })

describe('an exception', () => {
  it('covers the host, certificate and cause that it was given for', () => {
    expect(isExcepted([grant('session')], occasion, NOW)).toBe(true)
  })

  it.each<[string, Partial<Occasion>]>([
    ['another host', { host: 'www.bank.example' }],
    ['another certificate', { fingerprint: 'bb' }],
    ['another cause', { verdict: { kind: 'unverified', cause: 'bad-signature' } }],
    ['a revocation', { verdict: { kind: 'revoked' } }],
    ['a private window', { isPrivate: true }],
  ])('does not cover %s', (_, change) => {
    expect(isExcepted([grant('session')], { ...occasion, ...change }, NOW)).toBe(false)
  })

  it('given for an hour ends after an hour, and with a clock that is set back', () => {
    const exceptions = [grant('hour')]
    expect(isExcepted(exceptions, occasion, NOW + HOUR - 1)).toBe(true)
    expect(isExcepted(exceptions, occasion, NOW + HOUR)).toBe(false)
    expect(isExcepted(exceptions, occasion, NOW - 1)).toBe(false)
  })
})
