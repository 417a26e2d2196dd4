import { beforeEach, describe, expect, it } from 'vitest'
import { createBackground } from '../../src/browser/background.ts'
import { createKeyLedger, type KeyLedger } from '../../src/browser/keys/key-ledger.ts'
import { createKeys, type Keys } from '../../src/browser/keys/keys.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { type Certificate } from '../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import type { Evidence } from '../../src/policy/evidence.ts'
import { isKnownKey, keyFacts } from '../../src/policy/known-key.ts'
import { isNumber, isText } from '../../src/policy/shape.ts'
import type { Subject } from '../../src/policy/source.ts'
import { good, revoked } from '../fakes/evidence.ts'
import { FakeSource } from '../fakes/fake-source.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import { serverAuth } from '../pki/build/certificate.ts'
import { ecdsaKey, type Key } from '../pki/build/keys.ts'

const clock = new ManualClock()
const inquiry = inquiryAt(clock.now())
const inPrivate = inquiryAt(clock.now(), { isPrivate: true })
const disk = () => new MemoryStorage()

/** JSON, in which it is stored, has no infinity. */
const LATER = Date.UTC(2046, 0)

let ca: Authority
let key: Key
let local: MemoryStorage
let session: MemoryStorage
let ledger: KeyLedger
let crl: FakeSource
let keys: Keys
/** What the CA says of each certificate, by its serial. */
let said: Map<string, Evidence>
let learned: number

async function certificate(serial: number, more: { key?: Key } = {}): Promise<Certificate> {
  const plan = { key: more.key ?? key, serial: [0x4a, serial], extensions: [serverAuth()] }
  return parseCertificate(await ca.issue(plan))
}

const subjectOf = (leaf: Certificate, isBuiltInRoot = true, issuer = ca.issuer): Subject => ({
  certificate: leaf,
  issuer,
  role: 'leaf',
  isBuiltInRoot,
})

const answer = ({ certificate: { serial } }: Subject) =>
  Promise.resolve(said.get(String(serial.at(-1))) ?? good('crl', { until: LATER }))

function start(): void {
  ledger = createKeyLedger({
    keys: createSessionTable(local, 'key', 5, isKnownKey),
    stolen: createSessionTable(local, 'stolen', 5, isKnownKey),
    privateKeys: createSessionTable(session, 'private', 5, isKnownKey),
    names: createSessionTable(session, 'name', 5, isText),
    asked: createSessionTable(session, 'asked', 5, isNumber),
    now: clock.now,
  })
  crl = new FakeSource('crl', { ask: answer })
  keys = createKeys({
    ledger,
    sources: [crl],
    background: createBackground({ awake: { hold: () => () => undefined }, clock }),
    clock,
    onLearned: () => {
      learned++
      return Promise.resolve()
    },
  })
}

beforeEach(async () => {
  ca = await buildAuthority()
  key = await ecdsaKey()
  local = disk()
  session = disk()
  said = new Map()
  learned = 0
  start()
})

const stolen = (reason: 'key-compromise' | 'superseded' = 'key-compromise') =>
  revoked('crl', { status: { kind: 'revoked', at: clock.now(), reason }, until: LATER })

/** The certificate is met, and its CA's list says what it says. */
async function meet(subject: Subject, from = inquiry): Promise<Evidence | undefined> {
  const recalled = await keys.source.recall(subject, from)
  await keys.overhear(crl).ask(subject, from)
  return recalled
}

describe('a certificate whose key another one had', () => {
  it('is as good as revoked once that was revoked for the theft of the key', async () => {
    said.set('1', stolen())
    await meet(subjectOf(await certificate(1)))
    expect(learned).toBe(1)
    const evidence = await meet(subjectOf(await certificate(2)))
    expect(evidence).toMatchObject({
      source: 'compromised-key',
      status: { kind: 'revoked', reason: 'key-compromise' },
    })
    expect(evidence?.until).toBe((await certificate(2)).notAfter)
  })

  it('is none of that for any other reason: only that one says something of the key', async () => {
    said.set('1', stolen('superseded'))
    await meet(subjectOf(await certificate(1)))
    expect(await meet(subjectOf(await certificate(2)))).toBeUndefined()
    expect(learned).toBe(0)
  })

  it('has nothing to fear from another key', async () => {
    said.set('1', stolen())
    await meet(subjectOf(await certificate(1)))
    expect(await meet(subjectOf(await certificate(2, { key: await ecdsaKey() })))).toBeUndefined()
  })

  it('is asked about together with the other one, in the background, and not at every turn', async () => {
    await meet(subjectOf(await certificate(1)))
    said.set('1', stolen())
    const second = subjectOf(await certificate(2))
    expect(await meet(second)).toBeUndefined()
    await expect.poll(() => learned).toBe(1)
    const asked = crl.asked
    expect(await meet(second)).toMatchObject({ source: 'compromised-key' })
    await clock.advance(1)
    expect(crl.asked).toBe(asked + 1)
  })

  it('is remembered across a restart, whatever else was met since', async () => {
    said.set('1', stolen())
    await meet(subjectOf(await certificate(1)))
    for (let serial = 10; serial < 20; serial++) {
      await meet(subjectOf(await certificate(serial, { key: await ecdsaKey() })))
    }
    start()
    expect(await meet(subjectOf(await certificate(2)))).toMatchObject({ source: 'compromised-key' })
  })

  it('is told of: since when, and how many others', async () => {
    await meet(subjectOf(await certificate(1)))
    const first = clock.now()
    await clock.advance(1_000)
    const { fingerprint } = await ledger.meet(subjectOf(await certificate(2)), false)
    const known = await ledger.keyOf(fingerprint, false)
    expect(known && keyFacts(known, fingerprint)).toEqual({
      firstSeen: first,
      others: 1,
      isCompromised: false,
    })
  })
})

describe('the one that is revoked itself', () => {
  it('has its own evidence, and no second', async () => {
    said.set('1', stolen())
    const first = subjectOf(await certificate(1))
    await meet(first)
    expect(await meet(first)).toBeUndefined()
  })
})

describe('a CA that somebody has added to this computer', () => {
  it('has a say over its own certificates alone: it may put anybody’s key into one', async () => {
    said.set('1', stolen())
    await meet(subjectOf(await certificate(1), false))
    expect(await meet(subjectOf(await certificate(2), true))).toBeUndefined()
    const other = (await buildAuthority()).issuer
    expect(await meet(subjectOf(await certificate(3), false, other))).toBeUndefined()
    expect(await meet(subjectOf(await certificate(4), false))).toMatchObject({ source: 'compromised-key' })
  })
})

describe('what a private window has seen', () => {
  it('leaves nothing on disk, is known there alone, and goes with the last of them', async () => {
    said.set('1', stolen())
    await meet(subjectOf(await certificate(1)), inPrivate)
    expect(local.items.size).toBe(0)
    expect(await meet(subjectOf(await certificate(2)), inPrivate)).toMatchObject({
      source: 'compromised-key',
    })
    expect(await meet(subjectOf(await certificate(3)))).toBeUndefined()
    await ledger.forgetPrivate()
    expect([...session.items.keys()].filter((item) => /^private:./.test(item))).toEqual([])
  })
})

it('a disk that fails costs what is remembered, and nothing else', async () => {
  local.failure = new Error('full')
  said.set('1', stolen())
  await meet(subjectOf(await certificate(1)))
  expect(await meet(subjectOf(await certificate(2)))).toMatchObject({ source: 'compromised-key' })
})

it('all of it can be forgotten', async () => {
  said.set('1', stolen())
  await meet(subjectOf(await certificate(1)))
  await ledger.forget()
  expect(await meet(subjectOf(await certificate(2)))).toBeUndefined()
})
