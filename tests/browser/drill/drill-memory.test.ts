import { beforeEach, describe, expect, it } from 'vitest'
import {
  createDrillMemory,
  type DrillMemory,
  isAsked,
  isMetSite,
} from '../../../src/browser/drill/drill-memory.ts'
import type { Sighting } from '../../../src/browser/guard/sighting.ts'
import { createSessionTable } from '../../../src/browser/storage/session-table.ts'
import type { CertificateReport } from '../../../src/policy/report.ts'
import { isListOf } from '../../../src/policy/shape.ts'
import { good, unknown } from '../../fakes/evidence.ts'
import { MemoryStorage } from '../../fakes/memory-storage.ts'
import { chain, leaf, NOW, verifiedVerdict } from '../../ui/samples.ts'

const suitable: CertificateReport = { ...leaf, ocspUrls: ['http://ocsp.example/'], evidence: [good('crl')] }

let memory: DrillMemory

beforeEach(() => {
  const storage = new MemoryStorage()
  memory = createDrillMemory({
    met: createSessionTable(storage, 'drill-met', 1, isListOf(isMetSite)),
    asked: createSessionTable(storage, 'drill-asked', 50, isAsked),
  })
})

function meet(host: string, certificate: CertificateReport, change: Partial<Sighting['request']> = {}): void {
  memory.onSighting({
    request: {
      requestId: '1',
      tabId: 1,
      role: 'page',
      url: `https://${host}/`,
      host,
      method: 'GET',
      isPrivate: false,
      isSent: true,
      ...change,
    },
    action: 'allowed',
    fingerprint: certificate.fingerprint,
    connection: undefined,
    verdict: verifiedVerdict,
    report: chain(verifiedVerdict, [certificate]),
  })
}

const turns = () => new Promise((resolve) => setTimeout(resolve))

describe('the sites that are proposed for a drill', () => {
  it('are those that were met last, each once', async () => {
    for (const host of ['a.example', 'b.example', 'a.example']) {
      meet(host, suitable)
      await turns()
    }
    expect(await memory.hosts()).toEqual(['a.example', 'b.example'])
    expect(await memory.leafOf('b.example')).toBe(suitable.fingerprint)
    expect(await memory.leafOf('c.example')).toBeUndefined()
  })

  it.each([
    ['names no responder', { ocspUrls: [] }],
    ['names one that Firefox does not ask', { ocspUrls: ['https://ocsp.example/'] }],
    ['is short-lived', { notAfter: leaf.notBefore + 6 * 86_400_000 }],
    ['brings its answer along', { mustStaple: true }],
    ['is covered by CRLite', { evidence: [good('crlite')] }],
  ])('do not have a certificate that %s', async (_, change) => {
    meet('a.example', { ...suitable, ...change })
    await turns()
    expect(await memory.hosts()).toEqual([])
  })

  it('may be known to CRLite as not covered', async () => {
    meet('a.example', { ...suitable, evidence: [unknown('not-covered', 'crlite'), good('crl')] })
    await turns()
    expect(await memory.hosts()).toEqual(['a.example'])
  })

  it('are neither from private windows nor parts of pages', async () => {
    meet('a.example', suitable, { isPrivate: true })
    meet('b.example', suitable, { role: 'part' })
    await turns()
    expect(await memory.hosts()).toEqual([])
  })
})

it('remembers when Firefox last asked in a drill', async () => {
  await memory.onAsked('ab', { at: NOW, didRefuse: true })
  expect(await memory.lastAsked('ab')).toEqual({ at: NOW, didRefuse: true })
  expect(await memory.lastAsked('cd')).toBeUndefined()
})

describe('what Firefox has in memory from a drill', () => {
  const asked = { at: NOW, didRefuse: true }

  it('is not relied on any more once a connection of our own has come about', async () => {
    await memory.onAsked(suitable.fingerprint, asked)
    memory.onConnected('another')
    expect(await memory.lastAsked(suitable.fingerprint)).toEqual(asked)
    memory.onConnected(suitable.fingerprint)
    expect(await memory.lastAsked(suitable.fingerprint)).toBeUndefined()
  })
})

it('a site that shows another certificate is looked at anew', async () => {
  for (const host of ['a.example', 'b.example']) {
    meet(host, suitable)
    await turns()
  }
  await memory.onMoved('a.example')
  expect(await memory.leafOf('a.example')).toBeUndefined()
  expect(await memory.hosts()).toEqual(['b.example'])
})
