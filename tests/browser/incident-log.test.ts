import { beforeEach, describe, expect, it } from 'vitest'
import type { Sighting } from '../../src/browser/guard/sighting.ts'
import { createIncidentLog, type IncidentLog } from '../../src/browser/storage/incident-log.ts'
import { createNoteIncidents } from '../../src/browser/surface/note-incidents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { GOOD, REVOKED, UNREACHABLE } from '../fakes/reports.ts'
import { incident, timedOut } from '../ui/samples.ts'

const MINUTE = 60_000
const CERTIFICATE = { ...incident.certificate, evidence: [timedOut] }

let storage: MemoryStorage
let now: number

beforeEach(() => {
  storage = new MemoryStorage()
  log = createIncidentLog(storage)
  ids = 0
  now = Date.UTC(2026, 10, 22)
})

let ids: number
let log: IncidentLog

const notes = () => createNoteIncidents({ log, newId: () => `${++ids}`, now: () => now })

function sighting(more: Partial<Sighting> = {}, request: Partial<Sighting['request']> = {}): Sighting {
  return {
    request: {
      requestId: '1',
      tabId: 7,
      role: 'page',
      url: 'https://bank.example/',
      host: 'bank.example',
      method: 'GET',
      isPrivate: false,
      isSent: true,
      ...request,
    },
    action: 'held',
    fingerprint: 'aabb',
    connection: undefined,
    verdict: REVOKED.verdict,
    report: REVOKED,
    ...more,
  }
}

describe('the log of incidents', () => {
  it('tells what was refused, why, and by which evidence', async () => {
    notes().onSighting(sighting())
    expect(await log.list()).toMatchObject([
      { what: 'page', host: 'bank.example', verdict: 'revoked', at: now },
    ])
    const [incident] = await log.list()
    expect(incident?.certificate?.evidence).toEqual(REVOKED.certificates[0]?.evidence)
  })

  it('leaves out what was let through, what is still being checked, and private windows', async () => {
    const { onSighting } = notes()
    onSighting(sighting({ action: 'allowed', verdict: GOOD.verdict, report: GOOD }))
    onSighting(sighting({ verdict: undefined, report: undefined }))
    onSighting(sighting({}, { isPrivate: true }))
    expect(await log.list()).toEqual([])
    expect(storage.items.size).toBe(0)
  })

  it('has what is tried again and again once, until a while has passed', async () => {
    const { onSighting } = notes()
    onSighting(sighting())
    now += MINUTE
    onSighting(sighting())
    onSighting(sighting({ verdict: UNREACHABLE.verdict, report: UNREACHABLE }))
    onSighting(sighting({}, { role: 'frame' }))
    now += 10 * MINUTE
    onSighting(sighting())
    expect((await log.list()).map(({ what, verdict }) => `${what} ${verdict}`)).toEqual([
      'page revoked',
      'page unverified',
      'frame revoked',
      'page revoked',
    ])
  })

  it('does not grow for ever', async () => {
    for (let n = 0; n < 250; n++) {
      const { id, ...rest } = {
        id: `${n}`,
        at: n,
        what: 'part',
        host: `${n}.example`,
        verdict: 'revoked',
      } as const
      await log.add({ id, ...rest })
    }
    const list = await log.list()
    expect([list.length, list[0]?.host, list.at(-1)?.host]).toEqual([200, '50.example', '249.example'])
  })

  it('reads what others have written there as nothing', async () => {
    await storage.set({ incidents: [7, null, { id: 'a' }, 'x'] })
    expect(await log.list()).toEqual([])
  })

  it.each([
    ['a certificate without a serial number', { certificate: { ...CERTIFICATE, serial: undefined } }],
    ['notes that are none', { certificate: { ...CERTIFICATE, evidence: [{ ...timedOut, notes: 7 }] } }],
    ['an address that is none', { certificate: { ...CERTIFICATE, evidence: [{ ...timedOut, url: {} }] } }],
  ])('does not show one with %s', async (_, change) => {
    const sound = { ...incident, certificate: CERTIFICATE }
    await storage.set({ incidents: [{ ...sound, ...change }, sound] })
    expect(await log.list()).toEqual([JSON.parse(JSON.stringify(sound))])
  })
})
