import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deltaFilter, fullFilter } from '../lab/crlite/filter.ts'
import type { FilterPlan } from '../lab/crlite/plan.ts'
import { randomUniverse } from '../lab/crlite/universe.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import { readSources } from './manifest.ts'
import { runSources } from './run.ts'

const plan = (revoked: number): FilterPlan =>
  randomUniverse({ seed: 3, low: 1000, high: 2000, issuers: [{ known: 40, revoked }] })
const [issuer = { keyHash: new Uint8Array(), known: [], revoked: [] }] = plan(0.5).issuers
const [log = { logId: new Uint8Array() }] = plan(0.5).coverage
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

let parent: string
let folder: string
let ca: Authority
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'hardfail-crlite-'))
  folder = join(parent, 'filters')
  mkdirSync(folder)
  ca = await buildAuthority({ ca: { serial: [1] } })
  write('full', fullFilter(plan(0.25), 3))
  write('delta', deltaFilter(plan(0.25), plan(0.5), 4))
  write('junk', Uint8Array.of(3, 0, 1))
  const record = { issuerName: base64(ca.issuer.issuer), serialNumber: base64(ca.issuer.serial) }
  write('../records.json', JSON.stringify({ data: [record] }))
  write('none.json', '{"data":[]}')
})
afterAll(() => rmSync(parent, { recursive: true }))

function write(name: string, content: Uint8Array | string): void {
  writeFileSync(join(folder, name), content)
}

async function run(...cases: readonly Record<string, unknown>[]) {
  const numbered = cases.map((fields, i) => Object.assign({ id: `${i}` }, fields))
  write('manifest.json', JSON.stringify({ source: 'own', format: 'crlite-manifest/1', cases: numbered }))
  return (await runSources(readSources(folder), [])).results
}

/** Revoked by the full filter, by the delta, and by neither. */
const [old, recent, valid] = [0, 15, 39].map((n) => hex(issuer.known[n]))
const inTime = { logId: hex(log.logId), timestamp: 1500 }
const question = {
  kind: 'crlite',
  filters: ['full', 'delta'],
  issuerSpkiSha256: hex(issuer.keyHash),
  serial: valid,
  scts: [inTime],
}

describe('a case about filters', () => {
  it.each<[string, Record<string, unknown>]>([
    ['good', {}],
    ['revoked', { serial: old }],
    ['revoked', { serial: recent }],
    ['good', { serial: recent, filters: 'full' }],
    ['good', { serial: old, filters: ['delta'] }],
    ['not-enrolled', { issuerSpkiSha256: '00'.repeat(32) }],
    ['not-covered', { scts: [] }],
    ['not-covered', { scts: [{ ...inTime, timestamp: 2001 }] }],
    ['invalid', { filters: ['full', 'junk'] }],
  ])('is %s: %j', async (expected, change) => {
    expect(await run({ ...question, ...change, expected })).toMatchObject([{ got: expected, ok: true }])
  })

  it('may give certificates in place of their parts', async () => {
    const ders = { leafDer: base64(ca.certificate.der), issuerDer: base64(ca.issuer.der) }
    const results = await run({ kind: 'crlite', filters: ['full'], ...ders, expected: 'not-covered' })
    expect(results).toMatchObject([{ ok: true, cause: 'no-sct' }])
  })

  it.each<[string, Record<string, unknown>]>([
    ['no filter', { filters: [] }],
    ['a filter that is not there', { filters: ['absent'] }],
    ['a serial that is no hex', { serial: 'first' }],
    ['SCTs that are no list', { scts: 1 }],
    ['no time of an SCT', { scts: [{ logId: inTime.logId }] }],
    ['a leaf that is no text', { leafDer: 1 }],
  ])('is not judged that has %s', async (_, change) => {
    expect(await run({ ...question, ...change, expected: 'good' })).toMatchObject([{ got: 'not-judged' }])
  })

  it('names no filter outside of its folder', async () => {
    await expect(run({ ...question, filters: ['../full'], expected: 'good' })).rejects.toThrow('outside')
  })
})

describe('a case about records', () => {
  it('is revoked where they list a certificate of the chain', async () => {
    const chain = { leafDer: base64(ca.certificate.der), chainDer: [base64(ca.issuer.der)] }
    const listed = { kind: 'onecrl', records: '../records.json', ...chain }
    const results = await run(
      { ...listed, expected: 'revoked' },
      { ...listed, chainDer: [], expected: 'good' },
      { ...listed, records: 'none.json', expected: 'good' },
    )
    expect(results.filter(({ ok }) => !ok)).toEqual([])
  })

  it('may name records beside its folder, and none further away', async () => {
    const further = { kind: 'onecrl', records: '../../records.json', leafDer: '', expected: 'good' }
    await expect(run(further)).rejects.toThrow('outside')
  })
})
