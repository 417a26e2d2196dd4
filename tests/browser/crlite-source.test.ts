import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { createCrliteSource, type CrliteData } from '../../src/browser/sources/crlite-source.ts'
import type { Sct } from '../../src/pki/certificate/certificate.ts'
import { openClubcard } from '../../src/pki/crlite/clubcard.ts'
import { freshnessFor } from '../../src/policy/freshness.ts'
import { isNetworkSource, type Subject } from '../../src/policy/source.ts'
import { certificate } from '../fakes/certificates.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { fullFilter } from '../lab/crlite/filter.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22)
const LOG = new Uint8Array(32).fill(1)
const OTHER_LOG = new Uint8Array(32).fill(2)
const SPKI = Uint8Array.of(9, 9, 9)
const SERIALS = Array.from({ length: 40 }, (_, n) => Uint8Array.of(7, n))
const [REVOKED = new Uint8Array(), GOOD = new Uint8Array()] = SERIALS

const filter = openClubcard(
  fullFilter(
    {
      coverage: [{ logId: LOG, low: NOW - 100 * DAY, high: NOW - DAY }],
      issuers: [
        {
          keyHash: new Uint8Array(createHash('sha256').update(SPKI).digest()),
          known: SERIALS,
          revoked: [REVOKED],
        },
      ],
    },
    4,
  ),
)

let clock: ManualClock
let data: CrliteData | 'off' | undefined
let loads: number

beforeEach(() => {
  clock = new ManualClock(NOW)
  data = { filters: [filter], effectiveTimestamp: NOW - DAY, checkedAt: NOW - 3_600_000 }
  loads = 0
})

const source = () =>
  createCrliteSource({
    clock,
    crypto: crypto.subtle,
    load() {
      loads += 1
      return Promise.resolve(data)
    },
  })

interface Change {
  readonly serial?: Uint8Array<ArrayBuffer>
  readonly scts?: readonly Sct[]
  readonly notAfter?: number
  readonly spki?: Uint8Array<ArrayBuffer>
  readonly role?: Subject['role']
}

function subject({ role = 'leaf', spki = SPKI, ...change }: Change = {}): Subject {
  const scts = [{ logId: LOG, timestamp: NOW - 2 * DAY }]
  const leaf = certificate('leaf', { serial: GOOD, scts, ...change })
  return { certificate: leaf, issuer: certificate('ca', { spki, isCa: true }), role, isBuiltInRoot: true }
}

const recall = (change?: Change, freshness = freshnessFor('leaf', 'guard')) =>
  source().recall(subject(change), inquiryAt(clock.now(), { freshness }))

describe('CRLite', () => {
  it('says that a certificate is good, as of when its data are, and until they are ten days old', async () => {
    expect(await recall()).toEqual({
      source: 'crlite',
      status: { kind: 'good' },
      obtained: 'stored',
      at: NOW - 3_600_000,
      thisUpdate: NOW - DAY,
      until: NOW + 9 * DAY,
      tookMs: 0,
    })
  })

  it('says that a certificate is revoked, and does not pretend to know since when or why', async () => {
    const status = (await recall({ serial: REVOKED }))?.status
    expect(status).toEqual({ kind: 'revoked', at: undefined, reason: undefined })
  })

  it('counts no longer than the certificate', async () => {
    expect((await recall({ notAfter: NOW + DAY }))?.until).toBe(NOW + DAY)
  })

  it('is silent about the certificates of CAs', async () => {
    expect(await recall({ role: 'intermediate' })).toBeUndefined()
    expect(loads).toBe(0)
  })

  it('has nobody to ask over the network', () => {
    expect(isNetworkSource(source())).toBe(false)
  })
})

describe('CRLite does not say "good"', () => {
  it.each([
    ['without a timestamp of a log', { scts: [] }, 'not-covered', 'no-sct'],
    ['too new', { scts: [{ logId: LOG, timestamp: NOW }] }, 'not-covered', 'too-new'],
    ['of another log', { scts: [{ logId: OTHER_LOG, timestamp: NOW - DAY }] }, 'not-covered', 'log-unknown'],
    ['of an issuer that takes no part', { spki: Uint8Array.of(1) }, 'not-enrolled', undefined],
  ] as const)('of a certificate %s', async (_, change, cause, detail) => {
    expect((await recall(change))?.status).toEqual({ kind: 'unknown', cause, detail })
  })

  it('before its data have come', async () => {
    data = undefined
    expect(await recall()).toMatchObject({ status: { kind: 'unknown', cause: 'no-data' }, at: NOW })
  })

  it('and nothing else, where the user does not want it', async () => {
    data = 'off'
    expect(await recall()).toBeUndefined()
  })
})

async function isStale(serial = GOOD): Promise<boolean> {
  const status = (await recall({ serial }))?.status
  return status?.kind === 'unknown' && status.cause === 'filter-stale'
}

describe('data of CRLite', () => {
  it('are stale from ten days on, for what they call good as for what they call revoked', async () => {
    clock.set(NOW + 9 * DAY - 1)
    expect([await isStale(), await isStale(REVOKED)]).toEqual([false, false])
    clock.set(NOW + 9 * DAY)
    expect([await isStale(), await isStale(REVOKED)]).toEqual([true, true])
  })

  it('are not fresher for a server that says again and again that there are no newer ones', async () => {
    clock.set(NOW + 30 * DAY)
    data = { filters: [filter], effectiveTimestamp: NOW - DAY, checkedAt: clock.now() }
    expect(await isStale()).toBe(true)
  })

  it('are stale from seven days on in lockdown', async () => {
    const lockdown = freshnessFor('leaf', 'lockdown')
    expect((await recall({}, lockdown))?.until).toBe(NOW + 6 * DAY)
    clock.set(NOW + 6 * DAY)
    expect((await recall({}, lockdown))?.status).toMatchObject({ cause: 'filter-stale' })
    expect((await recall())?.status).toEqual({ kind: 'good' })
  })

  it('are stale from ten days on however long a level would believe them', async () => {
    clock.set(NOW + 20 * DAY)
    expect((await recall({}, freshnessFor('intermediate', 'guard')))?.status).toMatchObject({
      cause: 'filter-stale',
    })
  })
})
