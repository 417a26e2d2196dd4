import { describe, expect, it } from 'vitest'
import type { Alone, AloneRefusal } from '../../src/policy/alone.ts'
import { trialsOf } from '../../src/policy/self-test/demonstration-site.ts'
import { type Guarded, judgeTrial } from '../../src/policy/self-test/judge-trial.ts'
import { summarise } from '../../src/policy/self-test/summarise.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'

const LOADED: Alone = { kind: 'loaded' }
const refused = (refusal: AloneRefusal): Alone => ({ kind: 'refused', refusal, nss: -8180 })
const held = (verdict: VerdictKind): Guarded => ({ action: 'held', verdict })
const shown = (verdict: VerdictKind): Guarded => ({ action: 'shown', verdict })

describe('a site with a revoked certificate', () => {
  it('is refused by both where Firefox refuses it', () => {
    for (const refusal of ['revoked', 'responder-failed', 'unvouched'] as const) {
      expect(judgeTrial('revoked', refused(refusal), undefined)).toMatchObject({
        alone: 'refused',
        hardfail: 'refused',
      })
    }
  })

  it('is refused by Hardfail alone where it is held, be it revoked or not vouched for', () => {
    for (const verdict of ['revoked', 'unverified'] as const) {
      expect(judgeTrial('revoked', LOADED, held(verdict))).toMatchObject({
        alone: 'shown',
        hardfail: 'refused',
      })
    }
  })

  it('is shown by both at a level that holds nothing', () => {
    expect(judgeTrial('revoked', LOADED, shown('revoked'))).toMatchObject({
      alone: 'shown',
      hardfail: 'shown',
    })
  })

  it.each(['verified', 'exempt', 'unverifiable'] as const)('says nothing where it is %s', (verdict) => {
    expect(judgeTrial('revoked', LOADED, shown(verdict))).toEqual({ kind: 'unusable', why: 'not-revoked' })
  })
})

describe('a site in order', () => {
  it('is shown by both', () => {
    expect(judgeTrial('valid', LOADED, shown('verified'))).toMatchObject({
      alone: 'shown',
      hardfail: 'shown',
    })
  })

  it('counts against Hardfail where it is held, and against Firefox where it is refused for want of an answer', () => {
    expect(judgeTrial('valid', LOADED, held('unverified'))).toMatchObject({
      alone: 'shown',
      hardfail: 'refused',
    })
    expect(judgeTrial('valid', refused('responder-failed'), undefined)).toMatchObject({ alone: 'refused' })
  })

  it('says nothing where it is revoked', () => {
    expect(judgeTrial('valid', LOADED, held('revoked'))).toEqual({ kind: 'unusable', why: 'revoked' })
    expect(judgeTrial('valid', refused('revoked'), undefined)).toEqual({ kind: 'unusable', why: 'revoked' })
  })
})

describe('any site', () => {
  it.each([
    [{ kind: 'unreachable', detail: 'NS_ERROR_CONNECTION_REFUSED' }, undefined, 'unreachable'],
    [{ kind: 'overridden' }, undefined, 'certificate-error'],
    [refused('expired'), undefined, 'expired'],
    [refused('other'), undefined, 'certificate-error'],
    [LOADED, undefined, 'fault'],
    [LOADED, { action: 'held', verdict: 'unverified', cause: 'site-unreachable' }, 'unreachable'],
    [LOADED, { action: 'held', verdict: 'unverified', cause: 'internal-fault' }, 'fault'],
    [LOADED, { action: 'shown', verdict: 'overridden' }, 'certificate-error'],
  ] as const)('says nothing where it cannot be judged: %#', (alone, guarded, why) => {
    for (const shows of ['revoked', 'valid'] as const) {
      expect(judgeTrial(shows, alone, guarded)).toEqual({ kind: 'unusable', why })
    }
  })
})

describe('the summary', () => {
  it('counts what was refused of either kind, and leaves out what says nothing', () => {
    const trials = trialsOf([
      { ca: 'A', revoked: 'https://a.example/', valid: 'https://b.example/' },
      { ca: 'B', revoked: 'https://c.example/' },
    ])
    const results = [
      judgeTrial('revoked', LOADED, held('revoked')),
      judgeTrial('valid', LOADED, shown('verified')),
      judgeTrial('revoked', refused('expired'), undefined),
    ]
    const tried = trials.flatMap((trial, place) => {
      const result = results[place]
      return result === undefined ? [] : [{ ...trial, result }]
    })
    expect(summarise(tried)).toEqual({
      revoked: { tested: 1, alone: 0, hardfail: 1 },
      valid: { tested: 1, alone: 0, hardfail: 0 },
      unusable: 1,
    })
  })
})
