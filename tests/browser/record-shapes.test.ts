import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { createIncidentLog } from '../../src/browser/storage/incident-log.ts'
import {
  isClearance,
  isEncodedDocument,
  isHold,
  isKeptChain,
  isPageRecord,
} from '../../src/browser/storage/record-shapes.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { createSettingsStore } from '../../src/browser/storage/settings-store.ts'
import { grantException } from '../../src/policy/exception.ts'
import { incidentOf } from '../../src/policy/incident.ts'
import { isReport } from '../../src/policy/report-shape.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { good } from '../fakes/evidence.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { report } from '../fakes/reports.ts'

const NOW = Date.UTC(2026, 10, 22)

const certificate = {
  fingerprint: 'aa',
  role: 'leaf',
  subjectName: 'a',
  issuerName: 'b',
  serial: '01',
  notBefore: 0,
  notAfter: NOW,
  ocspUrls: ['http://ocsp.example/'],
  crlUrls: [],
  mustStaple: false,
  standing: 'verified',
  evidence: [good()],
} as const
const REPORT = { ...report(), certificates: [certificate] }
const seen = {
  kind: 'seen',
  requestId: '1',
  host: 'a.example',
  isPrivate: false,
  action: 'allowed',
  verdict: REPORT.verdict,
  report: REPORT,
  others: [{ host: 'b.example', verdict: 'exempt', action: 'allowed' }],
}
const hold = {
  id: '1',
  tabId: 7,
  url: 'https://a.example/',
  host: 'a.example',
  method: 'GET',
  isPrivate: false,
  wasSent: true,
  startedAt: NOW,
  verdict: REPORT.verdict,
  report: REPORT,
  attempts: 0,
}
const document = {
  key: 'ocsp a',
  source: 'ocsp',
  url: 'http://ocsp.example/',
  fetchedAt: NOW,
  thisUpdate: NOW,
  until: NOW,
  usedAt: NOW,
  bytes: 'MAA=',
  subject: { certificate: 'MAA=', issuer: 'MAA=', role: 'leaf', isBuiltInRoot: true },
}
const chain = { certificates: ['MAA='], fingerprints: ['aa'], isBuiltInRoot: true, isPrivate: false }

/** Each kind of record, and one that is sound. */
const KINDS = {
  report: [isReport, REPORT],
  page: [isPageRecord, seen],
  'page that is not checked': [isPageRecord, { kind: 'not-checked', reason: 'http' }],
  hold: [isHold, hold],
  chain: [isKeptChain, chain],
  document: [isEncodedDocument, document],
  clearance: [isClearance, { since: NOW, until: NOW + 1 }],
} as const

const anything = fc.anything({ withNullPrototype: true })

describe('a record from the storage', () => {
  it.each(Object.entries(KINDS))('comes back as it was: %s', (_, [isSound, sound]) => {
    expect(isSound(sound)).toBe(true)
  })

  it.each(Object.entries(KINDS))('is none, whatever else lies there: %s', (_, [isSound]) => {
    expect(() => fc.assert(fc.property(anything, (value) => !isSound(value)))).not.toThrow()
  })

  it.each(Object.entries(KINDS))('is none without a field that is looked at: %s', (_, [isSound, sound]) => {
    const needed = Object.keys(sound).filter((name) => !isSound({ ...sound, [name]: null }))
    expect(needed.length).toBeGreaterThanOrEqual(2)
  })

  it.each([
    ['a time that is none', { ...REPORT, verdict: { ...REPORT.verdict, until: 'for ever' } }],
    ['NaN', { ...REPORT, verdict: { ...REPORT.verdict, until: NaN } }],
    ['a verdict that nobody knows', { ...REPORT, verdict: { ...REPORT.verdict, kind: 'fine' } }],
    ['certificates that are none', { ...REPORT, certificates: [7] }],
    [
      'evidence that is none',
      { ...REPORT, certificates: [{ ...certificate, evidence: [{ status: 'good' }] }] },
    ],
  ])('decides nothing with %s in it', async (_, value) => {
    const storage = new MemoryStorage()
    await storage.set({ 'released:': ['a'], 'released:a': value })
    expect(await createSessionTable(storage, 'released', 10, isReport).find('a')).toBeUndefined()
    expect(await createSessionTable(storage, 'released', 10, isReport).list()).toEqual([])
  })

  it('excepts nothing where it is damaged', async () => {
    const verdict = { kind: 'unverified', cause: 'expired' } as const
    const occasion = { host: 'a.example', fingerprint: 'aa', verdict, isPrivate: false }
    const sound = grantException(occasion, { id: '1', duration: 'hour', now: NOW })
    const { until: _, ...endless } = sound
    const session = new MemoryStorage()
    const damaged = [
      endless,
      { ...sound, until: 'never' },
      { ...sound, createdAt: null },
      { ...sound, duration: 'ever' },
    ]
    await session.set({ exceptions: [sound, ...damaged, 7, null] })
    const store = createExceptionStore({ local: new MemoryStorage(), session }, () => NOW)
    expect(await store.list()).toEqual([sound])
  })

  it('is left out of the incidents, and of the settings, where it is damaged', async () => {
    const local = new MemoryStorage()
    const { verdict } = REPORT
    const sound = incidentOf({ id: '1', at: NOW, what: 'page', host: 'a.example', verdict, report: REPORT })
    const damaged = [
      { ...sound, verdict: 7 },
      { ...sound, certificate: { evidence: 'none' } },
      { ...sound, what: 'x' },
    ]
    await local.set({ incidents: [sound, ...damaged, null], settings: { level: 'off', holdMs: -1 } })
    expect((await createIncidentLog(local).list()).map(({ id }) => id)).toEqual(['1'])
    expect(await createSettingsStore(local).load()).toEqual(DEFAULT_SETTINGS)
  })
})
