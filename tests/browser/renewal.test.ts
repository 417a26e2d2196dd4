import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Background } from '../../src/browser/background.ts'
import type { DocumentEntry, StoredDocument } from '../../src/browser/documents/document-store.ts'
import { watchDocuments } from '../../src/browser/documents/watched-documents.ts'
import { dueForRenewal, renewalAt } from '../../src/browser/renewal/renewal-plan.ts'
import { createRenewal } from '../../src/browser/renewal/renewal.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { FakeSource } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { buildAuthority } from '../pki/build/authority.ts'
import type { Evidence } from '../../src/policy/evidence.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 22)
const BOUNDS = { documents: 50, bytes: 1_000_000 }

function entry(key: string, more: Partial<DocumentEntry> = {}): DocumentEntry {
  const times = { thisUpdate: NOW - 5 * DAY, until: NOW + 2 * DAY, fetchedAt: NOW - 5 * DAY, usedAt: NOW }
  return { key, source: 'crl', url: 'http://crl.example/', size: 1000, ...times, ...more }
}

const due = (...entries: DocumentEntry[]) => dueForRenewal(entries, NOW, BOUNDS).map(({ key }) => key)

describe('evidence is due for renewal', () => {
  it('from half of its validity on', () => {
    expect(renewalAt(entry('a'))).toBe(NOW - 5 * DAY + 3.5 * DAY)
    expect(due(entry('young', { thisUpdate: NOW - DAY }), entry('old'))).toEqual(['old'])
  })

  it('later where its server asks for it, but well before the end', () => {
    expect(renewalAt(entry('a', { restsUntil: NOW - DAY }))).toBe(NOW - DAY)
    expect(renewalAt(entry('a', { restsUntil: NOW + 100 * DAY }))).toBe(NOW - 5 * DAY + 5.25 * DAY)
  })

  it('every ten days, however long it counts', () => {
    const long = { thisUpdate: NOW - 11 * DAY, until: NOW + 350 * DAY }
    expect(renewalAt(entry('a', { ...long, fetchedAt: NOW - 4 * DAY }))).toBe(NOW + 6 * DAY)
  })

  it('only while somebody needs it', () => {
    expect(due(entry('forgotten', { usedAt: NOW - 15 * DAY }), entry('used'))).toEqual(['used'])
  })

  it('first what ends first, and not more than is good at once', () => {
    const entries = [3, 1, 2].map((days) => entry(`${days}`, { until: NOW + days * HOUR, size: 400_000 }))
    expect(due(...entries)).toEqual(['1', '2', '3'])
    expect(dueForRenewal(entries, NOW, { ...BOUNDS, documents: 2 }).map(({ key }) => key)).toEqual(['1', '2'])
    const large = entry('large', { until: NOW + 1, size: 5_000_000 })
    expect(due(large, ...entries)).toEqual(['large', '1', '2'])
  })
})

const GOOD: Evidence = { source: 'crl', status: { kind: 'good' }, obtained: 'network', at: 0, tookMs: 0 }

let clock: ManualClock
let store: MemoryDocuments
let der: Uint8Array<ArrayBuffer>
let isOnline: boolean

beforeAll(async () => {
  der = (await buildAuthority()).certificate.der
})

beforeEach(() => {
  clock = new ManualClock(NOW)
  store = new MemoryDocuments()
  isOnline = true
})

function put(key: string, more: Partial<StoredDocument> = {}): void {
  const { size: _, ...facts } = entry(key)
  const subject = { certificate: der, issuer: der, role: 'leaf', isBuiltInRoot: true } as const
  store.documents.set(key, { ...facts, bytes: der, subject, ...more })
}

async function runRound(crl: FakeSource): Promise<void> {
  const done: Promise<void>[] = []
  const background: Background = { run: (_, errand) => void done.push(errand(new Cancellation())) }
  createRenewal({
    documents: watchDocuments(store),
    sources: [crl],
    settings: { load: () => Promise.resolve(DEFAULT_SETTINGS), save: () => Promise.reject(new Error()) },
    background,
    clock,
    mayUseNetwork: () => isOnline,
    onRenewed: () => Promise.resolve(),
  })()
  await Promise.all(done)
}

describe('a round of renewals', () => {
  it('asks about the certificate for which a document was fetched, with nobody waiting', async () => {
    put('a')
    const crl = new FakeSource('crl', {
      ask: (subject, inquiry) => {
        expect(subject).toMatchObject({ role: 'leaf', isBuiltInRoot: true })
        expect(subject.certificate.der).toEqual(der)
        expect(inquiry).toMatchObject({ isBackground: true, isPrivate: false, renew: true })
        return Promise.resolve(GOOD)
      },
    })
    await runRound(crl)
    expect(crl.asked).toBe(1)
  })

  it('rests without a network', async () => {
    put('a')
    isOnline = false
    const crl = new FakeSource('crl', { ask: GOOD })
    await runRound(crl)
    expect(crl.asked).toBe(0)
  })

  it('goes on where one document cannot be read, or its source fails', async () => {
    put('a', { subject: { certificate: Uint8Array.of(1), issuer: der, role: 'leaf', isBuiltInRoot: true } })
    put('b')
    put('c')
    const crl = new FakeSource('crl', { ask: () => Promise.reject(new Error('no')) })
    await runRound(crl)
    expect(crl.asked).toBe(2)
  })

  it('asks for four at once at most, and for each once', async () => {
    for (let n = 0; n < 20; n++) put(`${n}`)
    let [now, most] = [0, 0]
    const crl = new FakeSource('crl', {
      async ask() {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setTimeout(resolve, 1))
        now--
        return GOOD
      },
    })
    await runRound(crl)
    expect([crl.asked, most]).toEqual([20, 4])
  })
})
