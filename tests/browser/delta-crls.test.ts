import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Retrieved } from '../../src/browser/retrieval/retrieve.ts'
import { createCrlSource } from '../../src/browser/sources/crl-source.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import type { Bytes } from '../../src/pki/bytes.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'
import type { Subject } from '../../src/policy/source.ts'
import { isNumber } from '../../src/policy/shape.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { never } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import { crlDistributionPoints, day, distributionPoint, extension, now } from '../pki/build/certificate.ts'
import { buildCrl, crlNumber, entry, reasonCode } from '../pki/build/crl.ts'
import { integer, sequence } from '../pki/build/der.ts'

const BASE = 'http://crl.example/base.crl'
const DELTA = 'http://crl.example/delta.crl'
const HOUR = 3_600_000

const freshest = (address: string) => extension('2.5.29.46', sequence(distributionPoint(address)))
const indicator = (base: number) => extension('2.5.29.27', integer(base), true)

let ca: Authority
let entries: readonly Bytes[]

beforeAll(async () => {
  ca = await buildAuthority({ leaf: { extensions: [crlDistributionPoints(distributionPoint(BASE))] } })
  entries = [entry(ca.certificate.serial, now - 2 * HOUR)]
})

let clock: ManualClock
let store: MemoryDocuments
let served: Record<string, Bytes | 'dead' | 'silent'>
let asked: string[]
let errands: ((cancellation: Cancellation) => Promise<void>)[]
let deltas: number

beforeEach(async () => {
  clock = new ManualClock(now)
  store = new MemoryDocuments()
  asked = []
  errands = []
  deltas = 0
  served = { [BASE]: await base(), [DELTA]: await delta([]) }
})

const base = (listed: readonly Bytes[] = []) =>
  buildCrl({
    signer: ca.key,
    issuer: ca.name,
    entries: listed,
    extensions: [crlNumber(5), freshest(DELTA)],
    thisUpdate: now - 2 * day,
    nextUpdate: now + 5 * day,
  })

const delta = (listed: readonly Bytes[], plan: { thisUpdate?: number; nextUpdate?: number } = {}) =>
  buildCrl({
    signer: ca.key,
    issuer: ca.name,
    entries: listed,
    extensions: [crlNumber(7), indicator(5)],
    thisUpdate: now - HOUR,
    nextUpdate: now + day,
    ...plan,
  })

const source = () =>
  createCrlSource({
    clock,
    crypto: globalThis.crypto.subtle,
    documents: () => store,
    retrieve({ url }): Promise<Retrieved> {
      asked.push(url)
      const bytes = served[url] ?? 'dead'
      if (bytes === 'silent') return never()
      if (bytes === 'dead') return Promise.resolve({ kind: 'failed', cause: 'responder-unreachable' })
      return Promise.resolve({ kind: 'bytes', bytes })
    },
    maxBytes: () => Promise.resolve(4 * 2 ** 20),
    large: createSessionTable<number>(new MemoryStorage(), 'large', 10, isNumber),
    background: { run: (_, errand) => void errands.push(errand) },
    onDelta: () => {
      deltas++
      return Promise.resolve()
    },
  })

const subject = (): Subject => ({ ...ca, role: 'leaf', isBuiltInRoot: false })
const ask = (renew = false) => source().ask(subject(), inquiryAt(clock.now(), { renew }))
const recall = () => source().recall(subject(), inquiryAt(clock.now()))

describe('a CRL that names a delta CRL', () => {
  it('is asked for together with it, and what the delta lists is revoked', async () => {
    served[DELTA] = await delta(entries)
    expect(await ask()).toMatchObject({ status: { kind: 'revoked' }, thisUpdate: now - HOUR })
    expect(asked).toEqual([BASE, DELTA])
    expect(await recall()).toMatchObject({ status: { kind: 'revoked' } })
    expect(asked).toHaveLength(2)
  })

  it('counts no longer than the delta does', async () => {
    expect(await ask()).toMatchObject({ status: { kind: 'good' }, until: now + day })
  })

  it('lists no longer what the delta takes off it', async () => {
    served[BASE] = await base(entries)
    served[DELTA] = await delta([entry(ca.certificate.serial, now - 2 * HOUR, reasonCode(8))])
    expect((await ask()).status.kind).toBe('good')
  })

  it('takes nothing off by itself', async () => {
    served[BASE] = await base([entry(ca.certificate.serial, now - 2 * HOUR, reasonCode(8))])
    expect((await ask()).status.kind).not.toBe('good')
  })

  it.each(['dead', 'silent'] as const)(
    'counts by itself where the delta is not to be had (%s)',
    async (how) => {
      served[DELTA] = how
      const asking = ask()
      await new Promise((resolve) => setTimeout(resolve, 50))
      await clock.advance(2_000)
      expect(await asking).toMatchObject({ status: { kind: 'good' }, until: now + 5 * day })
    },
  )

  it.each<[string, () => Promise<Bytes>]>([
    ['ended', () => delta(entries, { thisUpdate: now - 3 * day, nextUpdate: now - day })],
    ['a CRL of its own', () => base(entries)],
    [
      'by another CA',
      async () => buildCrl({ signer: (await buildAuthority()).key, issuer: ca.name, entries }),
    ],
  ])('does not believe one that is %s', async (_, build) => {
    served[DELTA] = await build()
    expect((await ask()).status.kind).toBe('good')
    expect([...store.documents.keys()].filter((key) => key.startsWith('delta'))).toEqual([])
  })

  it('is believed from the store, while a delta that has ended is fetched anew and has verdicts reached again', async () => {
    await ask()
    clock.set(now + 2 * day)
    served[DELTA] = await delta(entries, { thisUpdate: now + 2 * day - HOUR, nextUpdate: now + 3 * day })
    expect(await recall()).toMatchObject({ status: { kind: 'good' }, until: now + 5 * day })
    await errands[0]?.(new Cancellation())
    expect(deltas).toBe(1)
    expect(await recall()).toMatchObject({ status: { kind: 'revoked' } })
  })

  it('is asked about anew with its delta', async () => {
    await ask()
    served[DELTA] = await delta(entries)
    expect((await ask(true)).status.kind).toBe('revoked')
  })
})

it('a certificate may name the delta CRL as well', async () => {
  const points = [crlDistributionPoints(distributionPoint(BASE)), freshest(DELTA)]
  const named = await buildAuthority({ key: ca.key, leaf: { extensions: points } })
  served[BASE] = await buildCrl({ signer: ca.key, issuer: ca.name, extensions: [crlNumber(5)] })
  served[DELTA] = await delta([entry(named.certificate.serial, now - 2 * HOUR)])
  const asking = source().ask({ ...named, role: 'leaf', isBuiltInRoot: false }, inquiryAt(now))
  expect((await asking).status.kind).toBe('revoked')
})
