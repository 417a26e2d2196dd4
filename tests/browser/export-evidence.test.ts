import { beforeAll, expect, it } from 'vitest'
import { createCrlSource } from '../../src/browser/sources/crl-source.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { exportEvidence } from '../../src/browser/surface/export-evidence.ts'
import { fromBase64 } from '../../src/browser/storage/base64.ts'
import type { Bytes } from '../../src/pki/bytes.ts'
import { indexCrl } from '../../src/pki/crl/index-crl.ts'
import { lookUp } from '../../src/pki/crl/look-up.ts'
import type { Retrieve } from '../../src/browser/retrieval/retrieve.ts'
import { isNumber } from '../../src/policy/shape.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { REVOKED } from '../fakes/reports.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import { crlDistributionPoints, day, distributionPoint, extension, now } from '../pki/build/certificate.ts'
import { context } from '../pki/build/context.ts'
import { buildCrl, crlNumber, entry } from '../pki/build/crl.ts'
import { integer, sequence } from '../pki/build/der.ts'
import { leaf } from '../ui/samples.ts'

const BASE = 'http://crl.example/base.crl'
const DELTA = 'http://crl.example/delta.crl'

let ca: Authority
let served: ReadonlyMap<string, Bytes>

beforeAll(async () => {
  ca = await buildAuthority({ leaf: { extensions: [crlDistributionPoints(distributionPoint(BASE))] } })
  const common = { signer: ca.key, issuer: ca.name, nextUpdate: now + day }
  const freshest = extension('2.5.29.46', sequence(distributionPoint(DELTA)))
  const indicator = extension('2.5.29.27', integer(5), true)
  const entries = [entry(ca.certificate.serial, now - day)]
  served = new Map([
    [BASE, await buildCrl({ ...common, extensions: [crlNumber(5), freshest], thisUpdate: now - 2 * day })],
    [DELTA, await buildCrl({ ...common, entries, extensions: [crlNumber(7), indicator] })],
  ])
})

const retrieve: Retrieve = ({ url }) => {
  const bytes = served.get(url)
  return Promise.resolve(
    bytes === undefined ? { kind: 'failed', cause: 'responder-unreachable' } : { kind: 'bytes', bytes },
  )
}

it('evidence of a CRL and its delta CRL is exported with both, and is enough to come to the same again', async () => {
  const documents = new MemoryDocuments()
  const source = createCrlSource({
    clock: new ManualClock(now),
    crypto: globalThis.crypto.subtle,
    documents: () => documents,
    retrieve,
    maxBytes: () => Promise.resolve(4 * 2 ** 20),
    large: createSessionTable(new MemoryStorage(), 'large', 10, isNumber),
    background: { run: () => undefined },
  })
  const evidence = await source.ask({ ...ca, role: 'leaf', isBuiltInRoot: false }, inquiryAt(now))
  expect(evidence.status.kind).toBe('revoked')

  const text = await exportEvidence(
    {
      kind: 'seen',
      requestId: '1',
      host: 'bank.example',
      isPrivate: false,
      action: 'held',
      fingerprint: undefined,
      connection: undefined,
      verdict: REVOKED.verdict,
      report: { ...REVOKED, certificates: [{ ...leaf, evidence: [evidence] }] },
      others: [],
    },
    {
      chains: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() },
      documents: () => documents,
      retrieve,
      version: '1',
    },
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is wrong with it shows below
  const exported = JSON.parse(text ?? '') as { documents: { url: string; form: string; bytes: string }[] }
  expect(exported.documents.map(({ url, form }) => `${url} ${form}`)).toEqual([
    `${BASE} received`,
    `${DELTA} received`,
  ])
  const [base, delta] = await Promise.all(
    exported.documents.map(({ bytes }) => indexCrl(fromBase64(bytes), [ca.issuer], context())),
  )
  if (base?.kind !== 'indexed' || delta?.kind !== 'indexed') throw new Error('one is no CRL')
  expect(lookUp(base.index, ca, context()).status.kind).toBe('good')
  expect(lookUp(base.index, ca, context(), delta.index).status.kind).toBe('revoked')
})
