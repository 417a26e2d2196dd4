import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/policy/evidence.ts'
import { decide, type Case, type Findings } from '../../src/policy/verdict.ts'
import { good, revoked, unknown } from '../fakes/evidence.ts'

const NOW = Date.UTC(2026, 10, 22)
const HOUR = 3_600_000

function leaf(evidence: readonly Evidence[], more: Partial<Findings> = {}): Findings {
  return { role: 'leaf', isShortLived: false, hasPointers: true, evidence, ...more }
}

function verdict(certificates: readonly Findings[], more: Partial<Case> = {}) {
  return decide({ isBuiltInRoot: true, level: 'guard', now: NOW, certificates, ...more })
}

const intermediate = (evidence: readonly Evidence[]) => leaf(evidence, { role: 'intermediate' })

describe('decide', () => {
  it('verifies a chain in which somebody vouched for every certificate', () => {
    expect(verdict([leaf([good('crl')]), intermediate([good('ocsp')])])).toMatchObject({
      kind: 'verified',
      certificate: 0,
      source: 'crl',
    })
  })

  it('does not verify where one certificate of the chain has no evidence', () => {
    expect(verdict([leaf([good()]), intermediate([unknown('http-error')])])).toMatchObject({
      kind: 'unverified',
      certificate: 1,
      cause: 'http-error',
    })
  })

  it('lets revoked win over good, whatever the order and the source', () => {
    expect(verdict([leaf([good('crlite'), good('ocsp'), revoked('crl')])]).kind).toBe('revoked')
    expect(verdict([leaf([revoked('ocsp'), good('crl')])]).kind).toBe('revoked')
  })

  it('finds the chain revoked where only an intermediate is', () => {
    expect(verdict([leaf([good()]), intermediate([revoked('crl')])])).toMatchObject({
      kind: 'revoked',
      certificate: 1,
    })
  })

  it('does not believe evidence at the moment at which it ends, good or revoked', () => {
    expect(verdict([leaf([good('ocsp', { until: NOW })])]).kind).toBe('unverified')
    expect(verdict([leaf([revoked('ocsp', { until: NOW })])]).kind).toBe('unverified')
    expect(verdict([leaf([good('ocsp', { until: NOW + 1 })])]).kind).toBe('verified')
  })

  it('says that evidence has ended where that is all there is to say', () => {
    expect(verdict([leaf([good('ocsp', { until: NOW })])]).cause).toBe('expired')
  })

  it('does not believe evidence without an end', () => {
    const { until: _, ...endless } = good()
    expect(verdict([leaf([endless])]).kind).toBe('unverified')
  })

  it("never takes Firefox's own word for enough", () => {
    expect(verdict([leaf([good('firefox')])]).kind).toBe('unverified')
  })

  it('takes OneCRL for enough for intermediates, but not in lockdown', () => {
    const chain = [leaf([good()]), intermediate([good('onecrl')])]
    expect(verdict(chain).kind).toBe('verified')
    expect(verdict(chain, { level: 'lockdown' }).kind).toBe('unverified')
  })

  it('exempts a short-lived leaf without evidence, but neither a revoked one nor an intermediate', () => {
    const nothing = [unknown('responder-unreachable')]
    expect(verdict([leaf(nothing, { isShortLived: true })]).kind).toBe('exempt')
    expect(verdict([leaf([revoked()], { isShortLived: true })]).kind).toBe('revoked')
    expect(verdict([leaf(nothing, { isShortLived: true }), intermediate(nothing)]).kind).toBe('unverified')
    expect(verdict([leaf([good()]), { ...intermediate(nothing), isShortLived: true }]).kind).toBe(
      'unverified',
    )
  })

  it('calls a chain without pointers unverifiable under a private root only', () => {
    const mute = [leaf([unknown('no-pointer')], { hasPointers: false })]
    expect(verdict(mute, { isBuiltInRoot: false })).toMatchObject({
      kind: 'unverifiable',
      cause: 'no-pointer',
    })
    expect(verdict(mute, { isBuiltInRoot: true })).toMatchObject({ kind: 'unverified', cause: 'no-pointer' })
  })

  it('calls a private chain that names a responder which is dead unverified all the same', () => {
    expect(verdict([leaf([unknown('dns-failed')])], { isBuiltInRoot: false }).kind).toBe('unverified')
  })

  it('has no verdict but a bad one for a chain of nothing', () => {
    expect(verdict([], { isBuiltInRoot: true }).kind).toBe('unverified')
    expect(verdict([], { isBuiltInRoot: false }).kind).toBe('unverifiable')
  })

  it('stands until the first piece of its evidence ends', () => {
    const chain = [
      leaf([good('ocsp', { until: NOW + 5 * HOUR })]),
      intermediate([good('crl', { until: NOW + HOUR })]),
    ]
    expect(verdict(chain).until).toBe(NOW + HOUR)
  })

  it('stands for the longest that any source vouches for one certificate', () => {
    const both = [good('ocsp', { until: NOW + HOUR }), good('crl', { until: NOW + 3 * HOUR })]
    expect(verdict([leaf(both)])).toMatchObject({ until: NOW + 3 * HOUR, source: 'crl' })
  })

  it('tries a failure again after seconds, not after hours', () => {
    const { until } = verdict([leaf([unknown('responder-timeout')])])
    expect(until - NOW).toBeLessThanOrEqual(10_000)
  })

  it('names the cause that tells most, and what the network says before what was stored', () => {
    expect(verdict([leaf([unknown('no-pointer', 'crl'), unknown('responder-unreachable')])]).cause).toBe(
      'responder-unreachable',
    )
    expect(verdict([leaf([unknown('http-error', 'crl'), unknown('bad-signature')])]).cause).toBe(
      'bad-signature',
    )
    const stored = unknown('expired', 'ocsp', { obtained: 'stored' })
    expect(verdict([leaf([stored, unknown('responder-timeout')])]).cause).toBe('responder-timeout')
    expect(verdict([leaf([stored, unknown('no-pointer', 'crl')])]).cause).toBe('expired')
  })

  it('never verifies without believed good evidence for every certificate, whatever the evidence is', () => {
    fc.assert(
      fc.property(
        fc.array(findings, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (certificates, isBuiltInRoot) => {
          const { kind } = verdict(certificates, { isBuiltInRoot })
          const vouched = certificates.every(({ evidence }) =>
            evidence.some((one) => isBelieved(one, 'good')),
          )
          const condemned = certificates.some(({ evidence }) =>
            evidence.some((one) => isBelieved(one, 'revoked')),
          )
          expect(kind === 'revoked').toBe(condemned)
          expect(kind !== 'verified' || vouched).toBe(true)
        },
      ),
    )
  })
})

function isBelieved({ status, until, source }: Evidence, kind: 'good' | 'revoked'): boolean {
  return (
    status.kind === kind && until !== undefined && until > NOW && (kind === 'revoked' || source !== 'firefox')
  )
}

const source = fc.constantFrom('onecrl', 'crlite', 'crl', 'ocsp', 'firefox')
const evidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc
    .record({ source, until: fc.integer({ min: NOW - 10, max: NOW + 10 }) })
    .map((more) => good('ocsp', more)),
  fc
    .record({ source, until: fc.integer({ min: NOW - 10, max: NOW + 10 }) })
    .map((more) => revoked('ocsp', more)),
  fc.constantFrom('expired', 'no-pointer', 'internal-fault').map((cause) => unknown(cause)),
)
const findings: fc.Arbitrary<Findings> = fc.record({
  role: fc.constantFrom('leaf', 'intermediate'),
  isShortLived: fc.boolean(),
  hasPointers: fc.boolean(),
  evidence: fc.array(evidence, { maxLength: 4 }),
})
