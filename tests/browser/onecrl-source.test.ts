import { beforeEach, describe, expect, it } from 'vitest'
import { createOneCrlSource, type OneCrlData } from '../../src/browser/sources/onecrl-source.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { indexOneCrl } from '../../src/pki/onecrl/onecrl-index.ts'
import type { Subject } from '../../src/policy/source.ts'
import { certificate } from '../fakes/certificates.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22)
const ISSUER = Uint8Array.of(0x30, 1, 1)
const LISTED = Uint8Array.of(1, 2, 3)

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const index = indexOneCrl([
  {
    id: 'a',
    issuerName: base64(ISSUER),
    serialNumber: base64(LISTED),
    enabled: false,
    details: {
      bug: 'https://bugzilla.mozilla.org/show_bug.cgi?id=1234567',
      created: '2026-02-03T00:00:00Z',
    },
  },
  { id: 'b', issuerName: base64(ISSUER), serialNumber: base64(Uint8Array.of(4)), details: {} },
])

let clock: ManualClock
let data: OneCrlData | 'off' | undefined

beforeEach(() => {
  clock = new ManualClock(NOW)
  data = { index, timestamp: NOW - 40 * DAY, checkedAt: NOW - DAY }
})

const intermediate = (more: Partial<Subject> & { readonly certificate?: Certificate } = {}): Subject => ({
  certificate: certificate('ca', { issuer: ISSUER, notAfter: NOW + 1000 * DAY }),
  issuer: certificate('root', { isCa: true }),
  role: 'intermediate',
  isBuiltInRoot: true,
  ...more,
})
const listed = (serial = LISTED) =>
  certificate('listed', { issuer: ISSUER, serial, notAfter: NOW + 89 * DAY })

const recall = (subject: Subject) =>
  createOneCrlSource({ clock, crypto: crypto.subtle, load: () => Promise.resolve(data) }).recall(
    subject,
    inquiryAt(clock.now()),
  )

describe('OneCRL', () => {
  it('says who is listed and why, until the end of the certificate, and claims no date for what it cannot date', async () => {
    expect(await recall(intermediate({ certificate: listed() }))).toEqual({
      source: 'onecrl',
      status: {
        kind: 'revoked',
        at: undefined,
        reason: undefined,
        detail: 'https://bugzilla.mozilla.org/show_bug.cgi?id=1234567',
      },
      obtained: 'stored',
      at: NOW - DAY,
      thisUpdate: NOW - 40 * DAY,
      until: NOW + 89 * DAY,
      tookMs: 0,
    })
  })

  it('lists without a reason, too', async () => {
    const evidence = await recall(intermediate({ certificate: listed(Uint8Array.of(4)) }))
    expect(evidence?.status).toEqual({ kind: 'revoked', at: undefined, reason: undefined })
  })

  it('lists certificates of sites, and of roots that are not built in', async () => {
    const leaf = await recall(intermediate({ certificate: listed(), role: 'leaf' }))
    expect(leaf?.status.kind).toBe('revoked')
    const company = await recall(intermediate({ certificate: listed(), isBuiltInRoot: false }))
    expect(company?.status.kind).toBe('revoked')
  })

  it('lists for ever: an old list takes nothing back', async () => {
    clock.set(NOW + 80 * DAY)
    expect((await recall(intermediate({ certificate: listed() })))?.status.kind).toBe('revoked')
  })
})

describe('that OneCRL does not list a certificate', () => {
  it('is good for an intermediate under a built-in root, ten days from the last comparison on', async () => {
    expect(await recall(intermediate())).toMatchObject({ status: { kind: 'good' }, until: NOW + 9 * DAY })
  })

  it('counts no longer than the certificate', async () => {
    const ending = certificate('ca', { issuer: ISSUER, notAfter: NOW + DAY })
    expect((await recall(intermediate({ certificate: ending })))?.until).toBe(NOW + DAY)
  })

  it('says nothing of a site, nor of a CA that has nothing to disclose', async () => {
    expect(await recall(intermediate({ role: 'leaf' }))).toBeUndefined()
    expect(await recall(intermediate({ isBuiltInRoot: false }))).toBeUndefined()
  })

  it('is nobody’s word any more once the comparison is ten days old', async () => {
    clock.set(NOW + 9 * DAY - 1)
    expect((await recall(intermediate()))?.status).toEqual({ kind: 'good' })
    clock.set(NOW + 9 * DAY)
    expect((await recall(intermediate()))?.status).toEqual({ kind: 'unknown', cause: 'filter-stale' })
  })
})

it.each(['off', undefined] as const)('OneCRL is silent where its data are %s', async (state) => {
  data = state
  expect(await recall(intermediate())).toBeUndefined()
  expect(await recall(intermediate({ certificate: listed() }))).toBeUndefined()
})
