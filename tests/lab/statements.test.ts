import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { checkCrl } from '../../src/pki/crl/status.ts'
import { encodeOcspRequest, ocspGetUrl } from '../../src/pki/ocsp/request.ts'
import { checkOcspResponse } from '../../src/pki/ocsp/status.ts'
import type { StatementStatus } from '../../src/pki/statement.ts'
import { freshnessFor } from '../../src/policy/freshness.ts'
import { startLab } from './lab.ts'
import type { Lab, Scenario } from './scenario.ts'
import { ROWS } from './scenarios/rows.ts'
import { exchange, scenario, shakeHands } from './visitor.ts'

// The PKI is made first, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let lab: Lab

beforeAll(async () => {
  lab = await startLab({ port: 0 })
})
afterEach(() => lab.reset())
afterAll(() => lab.close())

const { subtle } = globalThis.crypto
const CONTEXT = { freshness: freshnessFor('leaf', 'guard'), crypto: subtle }

async function subjectOf(one: Scenario) {
  const [leaf, issuer] = (await shakeHands(lab, one)).chain
  return { certificate: parseCertificate(leaf), issuer: parseCertificate(issuer) }
}

/** What src/pki makes of the answer that the leaf's first responder gives. */
async function askResponder(one: Scenario, method: 'GET' | 'POST', hash: 'SHA-1' | 'SHA-256' = 'SHA-1') {
  const subject = await subjectOf(one)
  const request = await encodeOcspRequest({ ...subject, hash }, subtle)
  const [url = ''] = subject.certificate.ocspUrls
  const { body, status, headers } =
    method === 'GET'
      ? await exchange(ocspGetUrl(url, request) ?? '')
      : await exchange(url, {
          method,
          body: request,
          headers: { 'content-type': 'application/ocsp-request' },
        })
  expect([status, headers['content-type']]).toEqual([200, 'application/ocsp-response'])
  const statement = await checkOcspResponse(new Uint8Array(body), subject, { ...CONTEXT, now: Date.now() })
  return statement.status
}

async function askCrl(one: Scenario): Promise<StatementStatus> {
  const subject = await subjectOf(one)
  const [url = ''] = subject.certificate.crlDistributionPoints.flatMap(({ urls }) => urls)
  const { body } = await exchange(url)
  return (await checkCrl(new Uint8Array(body), subject, { ...CONTEXT, now: Date.now() })).status
}

const KINDS = ['public', 'private'] as const

function idsOf(...rows: readonly number[]): readonly string[] {
  return ROWS.filter(({ row }) => rows.includes(row)).flatMap(({ variants }) =>
    variants.flatMap(({ slug }) => KINDS.map((kind) => `${slug}.${kind}`)),
  )
}

describe('an OCSP answer, judged by src/pki', () => {
  // Of a delegate that may have been revoked itself, src/pki only says that it must be checked.
  const byCheckedDelegate = /^09-by-(revoked|cut-off)-delegate/
  it.each(idsOf(8, 9).filter((id) => !byCheckedDelegate.test(id)))(
    'is not believed, for the cause that %s expects',
    async (id) => {
      const one = scenario(lab, id)
      // Under a private CA Firefox is faster with "unknown"; the cause is the public twin's.
      const { cause } = scenario(lab, id.replace('private', 'public')).withAddon
      await one.arrange()
      expect(await askResponder(one, 'GET')).toMatchObject({ kind: 'unknown', cause })
    },
  )

  it.each(idsOf(10))('is believed in %s, by GET and by POST', async (id) => {
    const one = scenario(lab, id)
    await one.arrange()
    expect(await askResponder(one, 'GET')).toEqual({ kind: 'good' })
    expect(await askResponder(one, 'POST', 'SHA-256')).toEqual({ kind: 'good' })
  })

  it.each(KINDS)('is revoked for key compromise, with the date (%s)', async (kind) => {
    const one = scenario(lab, `02-ocsp.${kind}`)
    await one.arrange()
    expect(await askResponder(one, 'POST')).toEqual({
      kind: 'revoked',
      at: lab.revokedAt,
      reason: 'key-compromise',
    })
  })

  it('is good from every responder as long as nothing was arranged', async () => {
    const silent = new Set(['04-stored-crl', '07-dns', '14-no-pointer'])
    const ids = idsOf(1, 2, 3, 4, 6, 7, 11, 12, 13, 14).filter((id) => !silent.has(id.replace(/\.\w+$/, '')))
    const statuses = await Promise.all(ids.map((id) => askResponder(scenario(lab, id), 'GET')))
    expect(statuses).toEqual(ids.map(() => ({ kind: 'good' })))
  })

  it('is malformed where half of it, or nothing, arrives', async () => {
    for (const id of ['07-empty.public', '07-truncated.public']) {
      await scenario(lab, id).arrange()
      expect(await askResponder(scenario(lab, id), 'GET')).toMatchObject({ cause: 'malformed' })
    }
  })
})

describe('a staple, judged by src/pki', () => {
  it.each([
    ['13-stapled.public', { kind: 'good' }],
    ['13-staple-revoked.private', { kind: 'revoked', reason: 'key-compromise' }],
    ['13-staple-try-later.private', { kind: 'unknown', cause: 'try-later' }],
  ])('is what %s says', async (id, expected) => {
    const one = scenario(lab, id)
    await one.arrange()
    const subject = await subjectOf(one)
    const { staple = new Uint8Array() } = await shakeHands(lab, one)
    const context = { ...CONTEXT, now: Date.now() }
    const { status } = await checkOcspResponse(new Uint8Array(staple), subject, context)
    expect(status).toMatchObject(expected)
  })
})

describe('a responder', () => {
  it('says that it cannot read what is no request', async () => {
    const { certificate, issuer } = await subjectOf(scenario(lab, '01-ocsp.public'))
    const [url = ''] = certificate.ocspUrls
    for (const message of [{}, { method: 'POST', body: 'not DER' }]) {
      const { body } = await exchange(`${url}/nonsense`, message)
      const context = { ...CONTEXT, now: Date.now() }
      const { status } = await checkOcspResponse(new Uint8Array(body), { certificate, issuer }, context)
      expect(status).toMatchObject({ cause: 'malformed-request' })
    }
  })

  it('has no word on a certificate that it does not know', async () => {
    const other = await subjectOf(scenario(lab, '03-cut-off.public'))
    const { certificate } = await subjectOf(scenario(lab, '01-ocsp.public'))
    const request = await encodeOcspRequest(other, subtle)
    const { body } = await exchange(certificate.ocspUrls[0] ?? '', { method: 'POST', body: request })
    const context = { ...CONTEXT, now: Date.now() }
    const { status } = await checkOcspResponse(new Uint8Array(body), other, context)
    expect(status).toMatchObject({ cause: 'unauthorized' })
  })
})

describe('a CRL, judged by src/pki', () => {
  it.each(['05-good', '05-good-rsa', '01-crl-and-ocsp', '06-crl-alive'])('is good in %s', async (slug) => {
    for (const kind of KINDS) {
      const one = scenario(lab, `${slug}.${kind}`)
      await one.arrange()
      expect(await askCrl(one)).toEqual({ kind: 'good' })
    }
  })

  it.each(['05-revoked', '06-crl-revoked'])('lists the certificate in %s', async (slug) => {
    for (const kind of KINDS) {
      const one = scenario(lab, `${slug}.${kind}`)
      await one.arrange()
      expect(await askCrl(one)).toEqual({ kind: 'revoked', at: lab.revokedAt, reason: 'key-compromise' })
    }
  })

  it.each(['05-expired', '05-bad-signature', '05-by-another-ca', '05-another-part'])(
    'is not believed in %s',
    async (slug) => {
      for (const kind of KINDS) {
        const one = scenario(lab, `${slug}.${kind}`)
        await one.arrange()
        expect(await askCrl(one)).toMatchObject({ kind: 'unknown', cause: one.withAddon.cause })
      }
    },
  )

  it.each(KINDS)('of the root revokes one intermediate and no other (%s)', async (kind) => {
    const root = parseCertificate(derOf(lab.roots[kind]))
    const statusOf = async (id: string) => {
      const { issuer: intermediate } = await subjectOf(scenario(lab, id))
      const [url = ''] = intermediate.crlDistributionPoints.flatMap(({ urls }) => urls)
      const { body } = await exchange(url)
      const subject = { certificate: intermediate, issuer: root }
      const context = { ...CONTEXT, freshness: freshnessFor('intermediate', 'guard'), now: Date.now() }
      return (await checkCrl(new Uint8Array(body), subject, context)).status.kind
    }
    expect(await statusOf(`12-intermediate.${kind}`)).toBe('revoked')
    expect(await statusOf(`01-ocsp.${kind}`)).toBe('good')
    expect(await statusOf(`01-ocsp-rsa.${kind}`)).toBe('good')
  })
})

function derOf(pem: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(pem.replace(/-----.*?-----/g, ''), 'base64'))
}
