import { beforeAll, describe, expect, it } from 'vitest'
import {
  believeNoDelegate,
  createCheckDelegate,
  type DelegateStanding,
  judgeDelegated,
} from '../../src/browser/sources/delegate.ts'
import type { Statement } from '../../src/pki/statement.ts'
import type { Evidence } from '../../src/policy/evidence.ts'
import type { Subject } from '../../src/policy/source.ts'
import { certificate } from '../fakes/certificates.ts'
import { FakeSource } from '../fakes/fake-source.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { context } from '../pki/build/context.ts'
import { buildAuthority } from '../pki/build/authority.ts'

const good: Statement = { status: { kind: 'good' }, thisUpdate: 1, until: 2 }
let unchecked: Statement

beforeAll(async () => {
  const delegate = await buildAuthority()
  unchecked = { ...good, uncheckedDelegate: delegate.certificate.der }
})

const subject = (isBuiltInRoot: boolean): Subject => ({
  certificate: certificate('leaf'),
  issuer: certificate('issuer'),
  role: 'leaf',
  isBuiltInRoot,
})
const circumstances = (mayAsk = true) => ({ inquiry: inquiryAt(0), context: context(), mayAsk })

const DOCUMENT = 'crl of the delegate'

const judge = (statement: Statement, standing: DelegateStanding, isBuiltInRoot = true) =>
  judgeDelegated(statement, subject(isBuiltInRoot), circumstances(), () =>
    Promise.resolve({ standing, documents: [DOCUMENT] }),
  )

describe('a delegated responder that may have been revoked itself', () => {
  it('vouches once it was found good itself', async () => {
    expect(await judge(unchecked, 'good')).toEqual({ ...unchecked, alongside: [DOCUMENT] })
  })

  it.each(['revoked', 'unknown'] as const)('does not vouch where it was found %s', async (standing) => {
    for (const isBuiltInRoot of [true, false]) {
      expect((await judge(unchecked, standing, isBuiltInRoot)).status).toMatchObject({
        kind: 'unknown',
        cause: 'responder-not-authorized',
      })
    }
  })

  it('that names nobody to ask may vouch under a private root only', async () => {
    expect((await judge(unchecked, 'no-pointer', false)).status).toEqual(unchecked.status)
    expect((await judge(unchecked, 'no-pointer', true)).status).toMatchObject({
      cause: 'responder-not-authorized',
    })
  })

  it('is heard when it says revoked, and is not asked about where it need not be checked', async () => {
    const revoked: Statement = { ...unchecked, status: { kind: 'revoked', at: 1, reason: undefined } }
    expect(await judge(revoked, 'unknown')).toBe(revoked)
    expect(await judge(good, 'unknown')).toBe(good)
  })
})

const says = (kind: 'good' | 'revoked' | 'unknown'): Evidence => ({
  source: 'crl',
  status:
    kind === 'unknown'
      ? { kind, cause: 'responder-unreachable' }
      : kind === 'good'
        ? { kind }
        : { kind, at: 1, reason: undefined },
  obtained: 'network',
  at: 0,
  tookMs: 0,
  document: DOCUMENT,
})

describe('whether a delegate still has the trust of its CA', () => {
  it('is known from what is stored, without asking', async () => {
    const crl = new FakeSource('crl', { ask: says('unknown'), recall: says('revoked') })
    const check = createCheckDelegate([crl])
    expect(await check(subject(true), circumstances(false))).toEqual({
      standing: 'revoked',
      documents: [DOCUMENT],
    })
    expect(crl.asked).toBe(0)
  })

  it('is asked of one source after the other', async () => {
    const crl = new FakeSource('crl', { ask: says('unknown') })
    const ocsp = new FakeSource('ocsp', { ask: says('good') })
    expect(await createCheckDelegate([crl, ocsp])(subject(true), circumstances())).toMatchObject({
      standing: 'good',
    })
    expect(await createCheckDelegate([crl])(subject(true), circumstances())).toMatchObject({
      standing: 'unknown',
    })
  })

  it('is not asked where only what is at hand may be used', async () => {
    const crl = new FakeSource('crl', { ask: says('good') })
    expect(await createCheckDelegate([crl])(subject(true), circumstances(false))).toMatchObject({
      standing: 'unknown',
    })
    expect(crl.asked).toBe(0)
  })

  it('is not said by its certificate where that names nobody', async () => {
    const delegate = { ...subject(true), certificate: certificate('delegate', { ocspUrls: [] }) }
    expect(await createCheckDelegate([])(delegate, circumstances())).toMatchObject({ standing: 'no-pointer' })
  })

  it('is never vouched for by another delegate', async () => {
    expect(await believeNoDelegate(subject(false), circumstances())).toMatchObject({ standing: 'unknown' })
  })
})
