import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WebRequest } from 'webextension-polyfill'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import manifest from '../../manifest.json' with { type: 'json' }
import { createGuard } from '../../src/browser/guard/guard.ts'
import { createExceptionStore } from '../../src/browser/storage/exception-store.ts'
import { createSettingsStore } from '../../src/browser/storage/settings-store.ts'
import { grantException } from '../../src/policy/exception.ts'
import { type Assembly, assemble } from '../fakes/assembly.ts'
import { type Answer, FakeWeb } from '../fakes/fake-web.ts'
import { never } from '../fakes/fake-source.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'
import { securityInfo } from '../fakes/security-info.ts'
import { NONE_UNDER_JUDGEMENT } from '../fakes/under-judgement.ts'
import {
  digitalSignature,
  extension,
  name,
  now as start,
  ocspSigning,
  serverAuth,
} from '../pki/build/certificate.ts'
import { byName, errorResponse, single, unknownStatus } from '../pki/build/ocsp.ts'
import { ecdsaKey } from '../pki/build/keys.ts'
import { ascii, nothing } from '../pki/build/der.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { certifiedSite, type CertifiedSite } from './certified-site.ts'

/*
 * What others got wrong, each put to the parts that ask and decide here: real sources, store, policy and guard; only the
 * web, the clock and the disk are not.
 */

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const DAY = 24 * HOUR
const [CRL, CRL_2, OCSP, OCSP_2] = ['crl.ca.test', 'crl-2.ca.test', 'ocsp.ca.test', 'ocsp-2.ca.test'] as const

let byCrl: CertifiedSite
let byOcsp: CertifiedSite
let byAll: CertifiedSite
/** Of another CA, that bears the same name. */
let stranger: CertifiedSite

let clock: ManualClock
let web: FakeWeb
let documents: MemoryDocuments
let assembly: Assembly

beforeAll(async () => {
  byCrl = await certifiedSite({ crls: [CRL] })
  byOcsp = await certifiedSite({ responders: [OCSP] })
  byAll = await certifiedSite({ crls: [CRL, CRL_2], responders: [OCSP, OCSP_2] })
  stranger = await certifiedSite({ crls: [CRL] })
})

beforeEach(() => {
  clock = new ManualClock(start)
  web = new FakeWeb()
  documents = new MemoryDocuments()
  assembly = assemble({ clock, web, documents })
})

/** RFC 6960 §4.2.2.2.1. */
const noCheck = extension('1.3.6.1.5.5.7.48.1.5', nothing())

type Bytes = NonNullable<Answer['bytes']>

function serve(host: string, bytes: Bytes | Promise<Bytes>, more: Omit<Answer, 'bytes'> = {}): void {
  web.servers.set(host, async () => ({ ...more, bytes: await bytes }))
}

const verdictOn = async ({ chain }: CertifiedSite) => (await assembly.visit(chain)).verdict
const hostsAsked = () => web.requests.map(({ host }) => host)

/** Held back at every level but `watch`. */
const unverified = (cause: string) => ({ kind: 'unverified', cause })

describe('check_ssl_cert', () => {
  it.each([
    ['forged', () => byCrl.crl(start, { signer: stranger.ca.key }), 'bad-signature'],
    ['stale', () => byCrl.crl(start - 9 * DAY, { nextUpdate: start - DAY }), 'expired'],
    ['HTML', () => ascii('<!doctype html><title>Log in</title>'), 'not-a-response'],
    ['words', () => ascii('No Revoked Certificates.'), 'malformed'],
  ])(
    'a "CRL" that is %s, in which the serial does not occur, is not taken for "not revoked"',
    async (_, crl, cause) => {
      serve(CRL, crl())
      expect(await verdictOn(byCrl)).toMatchObject(unverified(cause))
    },
  )
})

describe('cfssl', () => {
  it('the first CRL that fails does not end the check: the next, and the responders, are asked too', async () => {
    serve(OCSP_2, byAll.ocsp(start))
    expect(await verdictOn(byAll)).toMatchObject({ kind: 'verified', source: 'ocsp' })
    expect(hostsAsked()).toEqual([CRL, CRL_2, OCSP, OCSP_2])
  })

  it('"unknown" is not counted as revoked, and not as good', async () => {
    serve(OCSP, byOcsp.ocsp(start, {}, { status: unknownStatus() }))
    expect(await verdictOn(byOcsp)).toMatchObject(unverified('unknown-to-ca'))
  })

  it('a CRL is verified with the issuer of the chain, which is always at hand, before its entries count', async () => {
    serve(CRL, (await certifiedSite({ crls: [CRL] })).revokingCrl(start))
    expect(await verdictOn(byCrl)).toMatchObject(unverified('bad-signature'))
    assembly = assemble({ clock, web, documents })
    serve(CRL, byCrl.revokingCrl(start))
    expect(await verdictOn(byCrl)).toMatchObject({ kind: 'revoked', source: 'crl' })
  })

  it('nextUpdate is looked at also in what was downloaded just now', async () => {
    serve(CRL, byCrl.crl(start - 2 * DAY, { nextUpdate: start - HOUR }))
    expect(await verdictOn(byCrl)).toMatchObject(unverified('expired'))
    expect(documents.saved).toBe(0)
  })
})

describe('users of x/crypto/ocsp', () => {
  it('an answer about the same serial of another CA is not about this certificate', async () => {
    const other = parseCertificate(await stranger.ca.issue({ subject: name('Another CA') }))
    const about = { certificate: byOcsp.ca.certificate, issuer: other }
    serve(OCSP, byOcsp.ocsp(start, { singles: [await single({ subject: about, thisUpdate: start - HOUR })] }))
    expect(await verdictOn(byOcsp)).toMatchObject(unverified('wrong-certificate'))
  })

  it.each([
    ['with the purpose', () => [ocspSigning(), digitalSignature()], { kind: 'verified' }],
    ['without the purpose', () => [serverAuth(), digitalSignature()], unverified('responder-not-authorized')],
  ])(
    'a delegated responder is heard for its purpose, and nobody has to remember that: %s',
    async (_, extensions, expected) => {
      const key = await ecdsaKey()
      const subject = name('Responder')
      const delegate = await byOcsp.ca.issue({ subject, key, extensions: [...extensions(), noCheck] })
      const plan = { signer: key, responderId: byName(subject), certificates: [delegate] }
      serve(OCSP, byOcsp.ocsp(start, plan))
      expect(await verdictOn(byOcsp)).toMatchObject(expected)
    },
  )

  it('the age of an answer is looked at, and nobody has to remember that', async () => {
    serve(OCSP, byOcsp.ocsp(start - 5 * DAY))
    expect(await verdictOn(byOcsp)).toMatchObject(unverified('expired'))
    assembly = assemble({ clock, web, documents })
    serve(OCSP, byOcsp.ocsp(start + 2 * HOUR))
    expect(await verdictOn(byOcsp)).toMatchObject(unverified('not-yet-valid'))
  })
})

describe('curl with GnuTLS', () => {
  it('the signature of an OCSP answer is verified', async () => {
    serve(OCSP, byOcsp.ocsp(start, { signer: stranger.ca.key }))
    expect(await verdictOn(byOcsp)).toMatchObject(unverified('bad-signature'))
  })
})

describe('certbot', () => {
  it.each<[string, Answer | undefined]>([
    ['nobody there', undefined],
    ['404', { status: 404 }],
    ['500', { status: 500 }],
    ['nothing', { bytes: new Uint8Array() }],
    ['rubbish', { bytes: ascii('0rubbish') }],
    ['HTML', { bytes: ascii('<html>'), headers: { 'content-type': 'text/html' } }],
    ['malformedRequest', { bytes: errorResponse(1) }],
    ['internalError', { bytes: errorResponse(2) }],
    ['tryLater', { bytes: errorResponse(3) }],
    ['unauthorized', { bytes: errorResponse(6) }],
  ])('a failure does not mean "not revoked": %s', async (_, answer) => {
    for (const host of [CRL, OCSP]) web.servers.set(host, () => answer)
    for (const site of [byCrl, byOcsp]) expect((await verdictOn(site)).kind).toBe('unverified')
  })

  it('a failure does not mean "not revoked": silence', async () => {
    web.servers.set(OCSP, () => never())
    const verdict = verdictOn(byOcsp)
    // The request sets out in real time, and the deadline is in the other.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await clock.advance(10 * SECOND)
    expect(await verdict).toMatchObject(unverified('responder-timeout'))
  })
})

/** The guard over these parts, and a page of the site that it decides about. */
function guardedPage({ chain }: CertifiedSite, storage = new MemoryStorage()) {
  const exceptions = createExceptionStore({ local: storage, session: storage }, clock.now)
  const guard = createGuard({
    securityInfo: () =>
      Promise.resolve(securityInfo({ ders: chain.certificates.map((der) => Array.from(der)) })),
    settings: createSettingsStore(storage),
    exceptions,
    checker: assembly.checker,
    chains: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() },
    awake: { hold: () => () => undefined },
    clock,
    underJudgement: NONE_UNDER_JUDGEMENT,
    onSighting: () => undefined,
  })
  const open = (url = 'https://bank.example/') => guard(request(url))
  return { open, exceptions }
}

function request(url: string): WebRequest.OnHeadersReceivedDetailsType {
  return {
    requestId: '1',
    url,
    method: 'GET',
    frameId: 0,
    parentFrameId: -1,
    incognito: false,
    tabId: 7,
    type: 'main_frame',
    timeStamp: 0,
    statusCode: 200,
    statusLine: 'HTTP/2 200',
    urlClassification: { firstParty: [], thirdParty: [] },
    thirdParty: false,
  }
}

describe('OCSP Checker', () => {
  it('nobody learns the name of the site, and nobody is asked whom its certificate does not name', async () => {
    expect((await verdictOn(byAll)).kind).toBe('unverified')
    expect(new Set(hostsAsked())).toEqual(new Set([CRL, CRL_2, OCSP, OCSP_2]))
    const said = web.requests.flatMap(({ url, headers, body }) => [
      url,
      Buffer.from(decodeURIComponent(new URL(url).pathname.slice(1)), 'base64').toString('latin1'),
      JSON.stringify([...headers]),
      Buffer.from(body ?? []).toString('latin1'),
    ])
    expect(said.filter((text) => text.includes('leaf.example'))).toEqual([])
  })

  it('the page does not load first: its answer waits for that of the CA', async () => {
    const answers: ((answer: Answer) => void)[] = []
    web.servers.set(OCSP, () => new Promise((resolve) => void answers.push(resolve)))
    let decision: WebRequest.BlockingResponse | undefined
    const decided = guardedPage(byOcsp)
      .open()
      .then((made) => (decision = made))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(decision).toBeUndefined()
    answers[0]?.({ bytes: await byOcsp.revokingOcsp(start) })
    expect(await decided).toEqual({ redirectUrl: 'about:blank' })
  })

  it('an exception is for one site, and not a switch for all', async () => {
    const storage = new MemoryStorage()
    const { open, exceptions } = guardedPage(byOcsp, storage)
    expect(await open()).toEqual({ redirectUrl: 'about:blank' })
    const verdict = { kind: 'unverified', cause: 'responder-unreachable' } as const
    const occasion = { host: 'bank.example', fingerprint: 'aabb', verdict, isPrivate: false }
    await exceptions.add(grantException(occasion, { id: '1', duration: 'session', now: start }))
    expect(await open()).toEqual({})
    expect(await open('https://shop.example/')).toEqual({ redirectUrl: 'about:blank' })
  })

  it('nothing that came from outside is ever written as HTML', () => {
    const files = ['src', 'extension'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(tsx?|html)$/.test(name))
        .map((name) => join(folder, name)),
    )
    expect(files.length).toBeGreaterThan(100)
    const writesHtml =
      /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|srcdoc)\b/
    expect(files.filter((file) => writesHtml.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})

describe('Smart HTTPS', () => {
  it('a page that is held back is not asked for again over http:, nor is any other', async () => {
    serve(OCSP, byOcsp.revokingOcsp(start))
    expect(await guardedPage(byOcsp).open()).toEqual({ redirectUrl: 'about:blank' })
    expect(hostsAsked()).toEqual([OCSP])
  })
})

describe('Firefox', () => {
  it('every responder that the certificate names is asked, not just the first', async () => {
    const site = await certifiedSite({ responders: [OCSP, OCSP_2] })
    serve(OCSP_2, site.ocsp(start))
    expect(await verdictOn(site)).toMatchObject({ kind: 'verified' })
  })

  it('a failure is not kept for five minutes', async () => {
    expect((await verdictOn(byOcsp)).kind).toBe('unverified')
    serve(OCSP, byOcsp.ocsp(start))
    expect((await assembly.checkAgain(byOcsp.chain)).verdict.kind, 'by the hand of the user').toBe('verified')
    assembly = assemble({ clock, web: new FakeWeb(), documents: new MemoryDocuments() })
    expect((await verdictOn(byOcsp)).kind).toBe('unverified')
    expect((await verdictOn(byOcsp)).decidedAt).toBe(start)
    clock.set(start + 10 * SECOND)
    expect((await verdictOn(byOcsp)).decidedAt, 'by itself').toBe(clock.now())
  })

  it('which mechanism vouched is said, and why none did', async () => {
    serve(CRL_2, byAll.crl(start))
    const vouched = await assembly.visit(byAll.chain)
    expect(vouched.verdict).toMatchObject({ kind: 'verified', source: 'crl', certificate: 0 })
    const [evidence] = vouched.certificates[0]?.evidence ?? []
    expect(evidence).toMatchObject({ source: 'crl', url: `http://${CRL_2}/a.crl` })
    expect(evidence?.signer).toContain('Test CA')
    const silent = await assembly.visit(byOcsp.chain)
    expect(silent.certificates[0]?.evidence.map(({ source, status }) => [source, status])).toMatchObject([
      ['crl', { cause: 'no-pointer' }],
      ['ocsp', { cause: 'responder-unreachable' }],
    ])
  })
})

describe('mod_ssl', () => {
  it('a good answer is not dropped after an hour, nor for a tryLater in its place', async () => {
    serve(OCSP, byOcsp.ocsp(start))
    expect((await verdictOn(byOcsp)).kind).toBe('verified')
    serve(OCSP, errorResponse(3))
    for (const hours of [1, 2, 47, 48, 94]) {
      clock.set(start + hours * HOUR)
      await assembly.renew()
      expect((await verdictOn(byOcsp)).kind, `after ${hours} hours`).toBe('verified')
      for (const isUp of [true, false]) {
        web.isUp = isUp
        expect((await assembly.checkAgain(byOcsp.chain)).verdict.kind, 'asked again').toBe('verified')
      }
      web.isUp = true
    }
    clock.set(start + 95 * HOUR)
    expect(await verdictOn(byOcsp)).toMatchObject(unverified('try-later'))
  })
})

describe('many add-ons of Manifest V3', () => {
  it('the policy of our own pages says all of itself, so that http: fetches are not upgraded by the default', () => {
    const policy = manifest.content_security_policy.extension_pages
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(policy).toMatch(/connect-src [^;]*\bhttp:/)
    expect(policy).toMatch(/^default-src 'none';/)
  })
})
