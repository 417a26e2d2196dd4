import { describe, expect, it } from 'vitest'
import type { Alone, AloneRefusal } from '../../src/policy/alone.ts'
import { concludeDrill, concludeUnseen } from '../../src/policy/drill/conclude.ts'
import type { DrilledCertificate, Observation } from '../../src/policy/drill/observation.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 26)
const LOADED: Alone = { kind: 'loaded' }
const refused = (refusal: AloneRefusal): Alone => ({ kind: 'refused', refusal, nss: -8071 })

const plain: DrilledCertificate = {
  lifetimeMs: 90 * DAY,
  responder: 'http',
  mustStaple: false,
  isBuiltInRoot: true,
  crlite: { kind: 'unknown', cause: 'not-covered' },
}

function seen(
  more: Partial<Omit<Observation, 'certificate'>> & { certificate?: Partial<DrilledCertificate> },
): Observation {
  const { certificate, ...rest } = more
  return {
    at: NOW,
    alone: LOADED,
    wasAsked: false,
    isCutOff: true,
    isAnother: false,
    earlier: undefined,
    ...rest,
    certificate: { ...plain, ...certificate },
  }
}

describe('a responder that was asked and cut off', () => {
  it('shows hard-fail where Firefox then refuses the site for it', () => {
    expect(concludeDrill(seen({ alone: refused('responder-failed'), wasAsked: true }))).toEqual({
      kind: 'hard-fail',
      remembered: false,
    })
  })

  it('shows soft-fail where Firefox goes on all the same', () => {
    expect(concludeDrill(seen({ wasAsked: true }))).toEqual({ kind: 'soft-fail' })
  })

  it('shows nothing where it was not cut off after all', () => {
    for (const alone of [LOADED, refused('responder-failed')]) {
      expect(concludeDrill(seen({ alone, wasAsked: true, isCutOff: false }))).toEqual({
        kind: 'inconclusive',
        why: 'not-cut-off',
      })
    }
  })

  it('shows nothing where another certificate was loaded than the one whose responder was cut off', () => {
    expect(concludeDrill(seen({ isAnother: true }))).toEqual({
      kind: 'inconclusive',
      why: 'another-certificate',
    })
  })
})

function why(more: Parameters<typeof seen>[0]) {
  const outcome = concludeDrill(seen(more))
  return outcome.kind === 'not-asked' ? outcome.why : outcome
}

describe('that nobody was asked', () => {
  it.each([
    ['no-responder', { responder: undefined }],
    ['another-scheme', { responder: 'another-scheme' }],
    ['short-lived', { lifetimeMs: 7 * DAY }],
    ['stapled', { mustStaple: true }],
  ] as const)('is explained by the certificate itself: %s', (reason, certificate) => {
    expect(why({ certificate })).toEqual([reason])
  })

  it('is not explained by a validity of just ten days, about which Firefox asks', () => {
    expect(why({ certificate: { lifetimeMs: 10 * DAY } })).not.toContain('short-lived')
  })

  it('has several explanations where the certificate has none, CRLite first where it covers it', () => {
    expect(why({})).toEqual(['public-default', 'disabled', 'stapled', 'cached'])
    expect(why({ certificate: { isBuiltInRoot: false } })).toEqual(['disabled', 'stapled', 'cached'])
    expect(why({ certificate: { crlite: { kind: 'good' } } })).toEqual([
      'covered',
      'public-default',
      'disabled',
      'stapled',
      'cached',
    ])
  })

  it('is no news minutes after it was asked in vain', () => {
    const earlier = { at: NOW - 2 * MINUTE, didRefuse: false }
    expect(why({ earlier, certificate: { isBuiltInRoot: false } })).toContain('remembered')
    expect(why({ earlier: { ...earlier, at: NOW - 6 * MINUTE } })).not.toContain('remembered')
  })

  it('is the work of the settings alone where Firefox asked and refused minutes ago', () => {
    const earlier = { at: NOW - 2 * MINUTE, didRefuse: true }
    expect(why({ earlier })).toEqual(['public-default', 'disabled'])
    expect(why({ earlier, certificate: { isBuiltInRoot: false } })).toEqual(['disabled'])
  })
})

describe('a refusal without a question', () => {
  const alone = refused('responder-failed')

  it('is hard-fail where Firefox refused minutes ago: it remembers', () => {
    const earlier = { at: NOW - 4 * MINUTE, didRefuse: true }
    expect(concludeDrill(seen({ alone, earlier }))).toEqual({ kind: 'hard-fail', remembered: true })
  })

  it.each([
    ['never before', undefined],
    ['longer ago', { at: NOW - 6 * MINUTE, didRefuse: true }],
    ['in a future that the clock has left', { at: NOW + MINUTE, didRefuse: true }],
    ['and let it pass', { at: NOW - MINUTE, didRefuse: false }],
  ])('says nothing where it was asked %s', (_, earlier) => {
    expect(concludeDrill(seen({ alone, earlier }))).toEqual({ kind: 'inconclusive', why: 'responder-failed' })
  })

  it.each(['revoked', 'unvouched', 'expired'] as const)(
    'says nothing where the certificate is %s',
    (refusal) => {
      expect(concludeDrill(seen({ alone: refused(refusal) }))).toEqual({ kind: 'inconclusive', why: refusal })
    },
  )
})

describe('a site that was not to be seen', () => {
  it.each([
    [{ kind: 'unreachable', detail: 'NS_ERROR_UNKNOWN_HOST' }, 'unreachable'],
    [{ kind: 'overridden' }, 'overridden'],
    [refused('other'), 'certificate-error'],
    [refused('revoked'), 'revoked'],
  ] as const)('says nothing, before the drill and in it', (alone, why) => {
    expect(concludeUnseen(alone)).toEqual({ kind: 'inconclusive', why })
    expect(concludeDrill(seen({ alone }))).toEqual({ kind: 'inconclusive', why })
  })
})
