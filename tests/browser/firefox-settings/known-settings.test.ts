import { beforeEach, describe, expect, it } from 'vitest'
import { createChainStore, type KeptChain } from '../../../src/browser/check/chain-store.ts'
import {
  createKnownSettings,
  type KnownSettings,
} from '../../../src/browser/firefox-settings/known-settings.ts'
import type { Sighting } from '../../../src/browser/guard/sighting.ts'
import { readHandshake } from '../../../src/browser/handshake.ts'
import { createSessionTable } from '../../../src/browser/storage/session-table.ts'
import { shortDigest } from '../../../src/pki/short-digest.ts'
import type { CertificateReport } from '../../../src/policy/report.ts'
import { isKeptChain } from '../../../src/browser/storage/record-shapes.ts'
import { unknown } from '../../fakes/evidence.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { MemoryStorage } from '../../fakes/memory-storage.ts'
import { GOOD } from '../../fakes/reports.ts'
import { securityInfo } from '../../fakes/security-info.ts'
import { buildCertificate, extension, name } from '../../pki/build/certificate.ts'
import { oid, sequence } from '../../pki/build/der.ts'
import { ecdsaKey } from '../../pki/build/keys.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22)

let local: MemoryStorage
let session: MemoryStorage
let clock: ManualClock
let managed: unknown
let settings: KnownSettings

const chains = createChainStore(createSessionTable<KeptChain>(new MemoryStorage(), 'chain', 100, isKeptChain))

beforeEach(async () => {
  local = new MemoryStorage()
  session = new MemoryStorage()
  clock = new ManualClock(NOW)
  managed = undefined
  settings = create()
  await settings.onStartup()
})

function create(): KnownSettings {
  return createKnownSettings({
    local,
    session,
    managed: {
      get: () => (managed === undefined ? Promise.reject(new Error('none')) : Promise.resolve(managed)),
    },
    clock,
    crypto: shortDigest,
    chains,
    newSecret: () => 'random',
    isPrivateTab: (tabId) => Promise.resolve(tabId === 13),
  })
}

const leaf: CertificateReport = {
  fingerprint: '',
  role: 'leaf',
  subjectName: 'site.test',
  issuerName: 'CA',
  serial: '01',
  notBefore: NOW - DAY,
  notAfter: NOW + 89 * DAY,
  ocspUrls: ['http://ocsp.test/'],
  crlUrls: [],
  mustStaple: false,
  standing: 'verified',
  evidence: [unknown('not-covered', 'crlite')],
}

interface Seen {
  readonly usedOcsp?: boolean
  readonly fromCache?: boolean
  readonly isBuiltInRoot?: boolean
  readonly leaf?: Partial<CertificateReport>
  readonly request?: Partial<Sighting['request']>
  readonly isJudged?: boolean
}

function see(fingerprint: string, seen: Seen = {}): void {
  const handshake = readHandshake(securityInfo({ usedOcsp: seen.usedOcsp ?? false }), seen.fromCache ?? false)
  if (handshake.kind !== 'accepted') throw new Error('no handshake')
  const { isBuiltInRoot = true } = seen
  const report = { ...GOOD, isBuiltInRoot, certificates: [{ ...leaf, ...seen.leaf }] }
  settings.onSighting({
    request: {
      requestId: '1',
      tabId: 7,
      role: 'page',
      url: 'https://site.test/',
      host: 'site.test',
      method: 'GET',
      isPrivate: false,
      isSent: true,
      ...seen.request,
    },
    action: 'allowed',
    fingerprint,
    connection: handshake.facts,
    verdict: report.verdict,
    report: seen.isJudged === false ? undefined : report,
  })
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

async function known() {
  await settle()
  return settings.known()
}

/** A chain whose leaf was issued under these policies. */
async function keepChain(fingerprint: string, ...policies: string[]): Promise<void> {
  const key = await ecdsaKey()
  const der = await buildCertificate({
    subject: name('site.test'),
    issuer: name('CA'),
    key,
    signer: key,
    extensions:
      policies.length === 0
        ? []
        : [extension('2.5.29.32', sequence(...policies.map((policy) => sequence(oid(policy)))))],
  })
  await chains.keep({ certificates: [der], fingerprints: [fingerprint], isBuiltInRoot: true }, false)
}

describe('what goes by', () => {
  it.each([
    ['domain validation', ['2.23.140.1.2.1'], 'on'],
    ['no policy at all', [], 'on'],
    ['extended validation', ['2.23.140.1.1'], 'unknown'],
    ['a policy of its CA’s own', ['1.3.6.1.4.1.99.1'], 'unknown'],
  ])('a responder that was asked under %s', async (_, policies, state) => {
    await keepChain('aa', ...policies)
    see('aa', { usedOcsp: true })
    expect((await known())['hard-fail'].state).toBe(state)
  })

  it('tells nothing of settings where it comes from the cache, or out of a private window', async () => {
    await keepChain('aa')
    see('aa', { usedOcsp: true, fromCache: true })
    see('aa', { usedOcsp: true, request: { isPrivate: true } })
    expect((await known())['ocsp-enabled'].state).toBe('unknown')
    await clock.advance(10_000)
    expect([...local.items.keys()]).toEqual([])
  })

  const CAS = ['CA', 'Another CA']
  const seeMany = (seen: Seen = {}, from = 0) => {
    for (let n = from; n < from + 10; n += 1) {
      see(`many ${n}`, { ...seen, leaf: { issuerName: CAS[n % 2] ?? '', ...seen.leaf } })
    }
  }

  it('ten certificates that should have been asked about mean that Firefox does not hard-fail', async () => {
    seeMany()
    expect((await known())['hard-fail']).toMatchObject({ state: 'off', sureness: 'likely' })
  })

  it.each<[string, Seen]>([
    [
      'CRLite covers them',
      { leaf: { evidence: [{ ...unknown('not-covered', 'crlite'), status: { kind: 'good' } }] } },
    ],
    ['nobody knows whether CRLite covers them', { leaf: { evidence: [] } }],
    ['the filters are stale', { leaf: { evidence: [unknown('filter-stale', 'crlite')] } }],
    ['they are short-lived', { leaf: { notAfter: NOW + 8 * DAY } }],
    ['they name no responder', { leaf: { ocspUrls: [] } }],
    ['their responder is over https:', { leaf: { ocspUrls: ['https://ocsp.test/', 'http://ocsp.test/'] } }],
    ['they demand a staple', { leaf: { mustStaple: true } }],
    ['the connection was one of our own, before sending', { request: { isSent: false } }],
    ['Firefox asked', { usedOcsp: true }],
  ])('but not where %s', async (_, seen) => {
    seeMany(seen)
    const { 'hard-fail': hardFail } = await known()
    expect(hardFail).toMatchObject({ state: 'unknown' })
  })

  it('nor where the add-on came when Firefox was running already', async () => {
    session.items.clear()
    seeMany()
    expect((await known())['hard-fail'].state).toBe('unknown')
  })

  it('nor where they were met before: Firefox need not ask again', async () => {
    session.items.clear()
    seeMany()
    await clock.advance(5_000)
    settings = create()
    await settings.onStartup()
    seeMany()
    expect((await known())['hard-fail'].state).toBe('unknown')
  })

  it('counts the first connection, not the one that a released page makes', async () => {
    await keepChain('many 0')
    for (let n = 0; n < 10; n += 1) see(`many ${n}`, { usedOcsp: true, isJudged: false })
    seeMany()
    expect((await known())['hard-fail'].state).toBe('unknown')
  })

  it('is remembered when the event page was suspended', async () => {
    seeMany()
    await settle()
    settings = create()
    expect((await known())['hard-fail'].state).toBe('off')
  })

  it('is forgotten at once', async () => {
    seeMany()
    await settle()
    await settings.forget()
    expect((await known())['hard-fail'].state).toBe('unknown')
    expect(Object.values(await settings.met()).every((count) => count === 0)).toBe(true)
    seeMany()
    expect((await known())['hard-fail'].state).toBe('off')
  })

  it('costs nothing where the storage is broken', async () => {
    local.failure = new Error('full')
    seeMany()
    expect((await known())['hard-fail'].state).toBe('off')
  })
})

describe('the certificates that were met', () => {
  it('are counted by what looks after them', async () => {
    see('1')
    see('2', { leaf: { ocspUrls: [], crlUrls: ['http://crl.test/'] } })
    see('3', { leaf: { notAfter: NOW + 5 * DAY } })
    see('4', { leaf: { evidence: [{ ...unknown('not-covered', 'crlite'), status: { kind: 'good' } }] } })
    see('5', { isBuiltInRoot: false })
    see('6', { isJudged: false })
    see('7', { leaf: { ocspUrls: [] } })
    await settle()
    expect(await settings.met()).toEqual({
      crlite: 1,
      'short-lived': 1,
      ocsp: 1,
      'crl-only': 1,
      nothing: 1,
      private: 1,
      undecided: 1,
    })
  })

  it('count once, with what is known of them last, for thirty days', async () => {
    see('1', { leaf: { evidence: [] } })
    await clock.advance(DAY)
    settings = create()
    see('1')
    await settle()
    expect(await settings.met()).toMatchObject({ ocsp: 1, undecided: 0 })
    await clock.advance(29 * DAY)
    expect(await settings.met()).toMatchObject({ ocsp: 1 })
    await clock.advance(DAY)
    expect(await settings.met()).toMatchObject({ ocsp: 0 })
  })

  it('stand in the storage without a host, a name or a fingerprint', async () => {
    see('f00d'.repeat(16), { leaf: { subjectName: 'secret.example', issuerName: 'Some CA' } })
    await settle()
    await clock.advance(5_000)
    const stored = [...local.items.entries()].join('\n')
    expect(stored).not.toMatch(/secret|site\.test|Some CA|f00d/)
    expect(JSON.parse(local.items.get('met') ?? '')).toEqual([
      [expect.stringMatching(/^.{4}$/), 'ocsp', Math.floor(NOW / DAY)],
    ])
  })
})

const refuse = (nss: number, tabId = 7) =>
  settings.onRefused({ tabId, url: 'https://site.test/', error: `Error code ${0x805a0000 - nss}` })

describe('what Firefox refuses', () => {
  it('for want of a staple tells that it goes by staples', async () => {
    refuse(-16374)
    expect((await known())['must-staple'].state).toBe('on')
  })

  it('for its responder is a hint, and tryLater none: Apache staples it by itself', async () => {
    refuse(-8070)
    expect((await known())['hard-fail']).toMatchObject({ doubt: 'nothing-seen' })
    refuse(-8071)
    expect((await known())['hard-fail']).toMatchObject({ doubt: 'refused' })
  })

  it('in a private window is not noted', async () => {
    refuse(-16374, 13)
    expect((await known())['must-staple'].state).toBe('unknown')
  })
})

describe('what an administrator declares', () => {
  it('is believed, with the numbers of the preference', async () => {
    managed = { ocspRequire: true, ocspEnabled: 2, ocspStapling: 'yes' }
    const state = await known()
    expect(state['ocsp-require']).toMatchObject({ state: 'on', basis: 'declared' })
    expect(state['ocsp-enabled']).toMatchObject({ state: 'off', basis: 'declared' })
    expect(state['hard-fail'].state).toBe('off')
    expect(state.stapling.state).toBe('unknown')
  })
})

it('takes from our own requests whether http: is left alone', async () => {
  settings.onOwnRequest(false)
  expect((await known())['https-only'].state).toBe('off')
})
