import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Background } from '../../src/browser/background.ts'
import type { Retrieval, Retrieved } from '../../src/browser/retrieval/retrieve.ts'
import { createCrlSource } from '../../src/browser/sources/crl-source.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { Cancellation } from '../../src/policy/cancellation.ts'
import type { Subject } from '../../src/policy/source.ts'
import { isNumber } from '../../src/policy/shape.ts'
import { inquiryAt } from '../fakes/inquiry.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { type Authority, buildAuthority } from '../pki/build/authority.ts'
import {
  authorityInfoAccess,
  crlDistributionPoints,
  distributionPoint,
  now,
} from '../pki/build/certificate.ts'
import { buildCrl, crlNumber, entry, issuingDistributionPoint } from '../pki/build/crl.ts'
import { boolean, implicit, url } from '../pki/build/der.ts'

const URL_OF_CRL = 'http://crl.example/1.crl'
const MIB = 2 ** 20

let ca: Authority
let withResponder: Authority
let good: Uint8Array<ArrayBuffer>
let revoked: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  const points = crlDistributionPoints(distributionPoint(URL_OF_CRL))
  ca = await buildAuthority({ leaf: { extensions: [points] } })
  const responder = authorityInfoAccess([['1.3.6.1.5.5.7.48.1', url('http://ocsp.example/')]])
  withResponder = await buildAuthority({ key: ca.key, leaf: { extensions: [points, responder] } })
  good = await buildCrl({ signer: ca.key, issuer: ca.name, thisUpdate: now - 3_600_000 })
  revoked = await buildCrl({
    signer: ca.key,
    issuer: ca.name,
    entries: [entry(ca.certificate.serial, now - 7_200_000)],
  })
})

let clock: ManualClock
let store: MemoryDocuments
let requests: Retrieval[]
let errands: ((cancellation: Cancellation) => Promise<void>)[]
let respond: (retrieval: Retrieval) => Retrieved
let storage: MemoryStorage

beforeEach(() => {
  clock = new ManualClock(now)
  store = new MemoryDocuments()
  storage = new MemoryStorage()
  requests = []
  errands = []
})

function source() {
  const background: Background = { run: (_, errand) => void errands.push(errand) }
  return createCrlSource({
    clock,
    crypto: globalThis.crypto.subtle,
    documents: () => store,
    retrieve(retrieval) {
      requests.push(retrieval)
      return Promise.resolve(respond(retrieval))
    },
    maxBytes: () => Promise.resolve(4 * MIB),
    large: createSessionTable<number>(storage, 'large', 10, isNumber),
    background,
  })
}

const subjectOf = ({ certificate, issuer }: Authority): Subject => ({
  certificate,
  issuer,
  role: 'leaf',
  isBuiltInRoot: true,
})
const serve = (bytes: Uint8Array<ArrayBuffer>) => (): Retrieved => ({ kind: 'bytes', bytes })

const tooLarge = ({ maxBytes }: Retrieval): Retrieved =>
  maxBytes > 4 * MIB ? { kind: 'bytes', bytes: good } : { kind: 'failed', cause: 'too-large' }

describe('CRLs', () => {
  it('are kept as an index, from which the next check is answered without the network', async () => {
    respond = serve(revoked)
    expect((await source().ask(subjectOf(ca), inquiryAt(now))).status.kind).toBe('revoked')
    expect(await source().recall(subjectOf(ca), inquiryAt(now))).toMatchObject({
      status: { kind: 'revoked', at: now - 7_200_000 },
      obtained: 'stored',
    })
    const [stored] = store.documents.values()
    expect(stored?.bytes).not.toEqual(revoked)
    expect(stored?.source).toBe('crl')
    expect(requests).toHaveLength(1)
  })

  it('are kept for others of their issuer where they do not cover this certificate', async () => {
    const onlyCas = issuingDistributionPoint(implicit(2, boolean(true).subarray(2)))
    const crl = await buildCrl({ signer: ca.key, issuer: ca.name, extensions: [crlNumber(), onlyCas] })
    respond = serve(crl)
    expect((await source().ask(subjectOf(ca), inquiryAt(now))).status).toMatchObject({
      cause: 'out-of-scope',
    })
    expect(store.documents.size).toBe(1)
  })

  it('are not kept where they have ended, or were signed by somebody else', async () => {
    respond = serve(await buildCrl({ signer: ca.key, issuer: ca.name, nextUpdate: now - 3_600_000 }))
    expect((await source().ask(subjectOf(ca), inquiryAt(now))).status).toMatchObject({ cause: 'expired' })
    const stranger = await buildAuthority()
    respond = serve(await buildCrl({ signer: stranger.key, issuer: ca.name }))
    expect((await source().ask(subjectOf(ca), inquiryAt(now))).status).toMatchObject({
      cause: 'bad-signature',
    })
    expect(store.documents.size).toBe(0)
  })

  it('that are not CRLs at all say nothing, whatever words stand in them', async () => {
    respond = serve(new TextEncoder().encode('No Revoked Certificates.'))
    expect((await source().ask(subjectOf(ca), inquiryAt(now))).status).toMatchObject({
      kind: 'unknown',
      cause: 'malformed',
    })
  })

  it('say in what they fall short of the Baseline Requirements', async () => {
    respond = serve(good)
    const { notes } = await source().ask(subjectOf(ca), inquiryAt(now))
    expect(notes).toEqual(['no-authority-key-id'])
  })
})

describe('a CRL that is too large to wait for', () => {
  it('is read nevertheless where there is no responder', async () => {
    respond = tooLarge
    expect((await source().ask(subjectOf(ca), inquiryAt(now))).status.kind).toBe('good')
  })

  it('is passed over where there is one, and fetched when nobody waits', async () => {
    respond = tooLarge
    const subject = subjectOf(withResponder)
    expect((await source().ask(subject, inquiryAt(now))).status).toMatchObject({ cause: 'too-large' })
    await errands[0]?.(new Cancellation())
    expect((await source().recall(subject, inquiryAt(now)))?.status.kind).toBe('good')
  })

  it('comes at last where the line was too slow for it, once nobody waits', async () => {
    respond = serve(good)
    source().fetchLater?.(subjectOf(ca), inquiryAt(now))
    expect(requests).toHaveLength(0)
    await errands[0]?.(new Cancellation())
    expect((await source().recall(subjectOf(ca), inquiryAt(now)))?.status.kind).toBe('good')
  })

  it('is not even begun once it is known to be too large', async () => {
    respond = tooLarge
    const subject = subjectOf(withResponder)
    await source().ask(subject, inquiryAt(now))
    const { status } = await source().ask(subject, inquiryAt(now))
    expect(status).toMatchObject({ cause: 'too-large' })
    expect(requests).toHaveLength(1)
  })
})
