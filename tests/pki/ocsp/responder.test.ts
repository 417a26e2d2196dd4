import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { checkOcspResponse } from '../../../src/pki/ocsp/status.ts'
import { type Authority, buildAuthority } from '../build/authority.ts'
import {
  type CertificatePlan,
  day,
  digitalSignature,
  extendedKeyUsage,
  extension,
  isCa,
  keyEncipherment,
  name,
  now,
  ocspSigning,
  serverAuth,
} from '../build/certificate.ts'
import { context } from '../build/context.ts'
import { nothing, sequence } from '../build/der.ts'
import { ecdsaKey, type Key, rsaKey } from '../build/keys.ts'
import { byKey, byName, ocspResponse, type ResponsePlan, single } from '../build/ocsp.ts'

const responder = name('Responder')
let ca: Authority
let delegate: Key
beforeAll(async () => {
  ca = await buildAuthority()
  delegate = await ecdsaKey('P-384', 'SHA-384')
})

const delegateCertificate = (plan: Partial<CertificatePlan> = {}) =>
  ca.issue({ subject: responder, key: delegate, serial: [0x77], extensions: [ocspSigning()], ...plan })

async function statement(certificates: readonly Bytes[], plan: Partial<ResponsePlan> = {}) {
  const singles = [await single({ subject: ca })]
  const responderId = byName(responder)
  const bytes = await ocspResponse({ signer: delegate, responderId, singles, certificates, ...plan })
  return checkOcspResponse(bytes, ca, context())
}

const unknown = (cause: string) => ({ status: { kind: 'unknown', cause } })
const refused = unknown('responder-not-authorized')

describe('a delegate of the issuer', () => {
  it('is believed, and named', async () => {
    const expected = { status: { kind: 'good' }, signer: 'Responder, Example' }
    expect(await statement([await delegateCertificate()])).toMatchObject(expected)
  })

  it('is believed when named by its key, with usage and nocheck, between other certificates', async () => {
    const noCheck = extension('1.3.6.1.5.5.7.48.1.5', nothing())
    const mine = await delegateCertificate({ extensions: [digitalSignature(), ocspSigning(), noCheck] })
    const responderId = await byKey(parseCertificate(mine))
    const certificates = [ca.issuer.der, sequence(), mine]
    expect((await statement(certificates, { responderId })).status.kind).toBe('good')
  })

  it('may have the same name as an older one whose certificate comes along', async () => {
    const older = await delegateCertificate({ key: await ecdsaKey() })
    expect((await statement([older, await delegateCertificate()])).status.kind).toBe('good')
  })

  it('may have the name of the issuer', async () => {
    const certificate = await delegateCertificate({ subject: ca.name })
    expect((await statement([certificate], { responderId: byName(ca.name) })).status.kind).toBe('good')
  })
})

describe('whether a delegate is revoked itself', () => {
  const noCheck = extension('1.3.6.1.5.5.7.48.1.5', nothing())

  it('is left to be checked where its certificate does not say otherwise', async () => {
    const certificate = await delegateCertificate()
    const { uncheckedDelegate } = await statement([ca.issuer.der, certificate])
    expect(uncheckedDelegate).toEqual(certificate)
  })

  it('need not be checked with ocsp-nocheck (RFC 6960 §4.2.2.2.1)', async () => {
    const certificate = await delegateCertificate({ extensions: [ocspSigning(), noCheck] })
    expect(await statement([certificate])).not.toHaveProperty('uncheckedDelegate')
  })

  it('is no question where the issuer itself has signed', async () => {
    const own = await statement([], { signer: ca.key, responderId: byName(ca.name) })
    expect(own.status.kind).toBe('good')
    expect(own).not.toHaveProperty('uncheckedDelegate')
  })
})

it('vouches for nothing longer than the certificate of the delegate lasts', async () => {
  const notAfter = now + 3_600_000
  expect((await statement([await delegateCertificate({ notAfter })])).until).toBe(notAfter)
})

const withCertificate = async (plan: Partial<CertificatePlan>) => statement([await delegateCertificate(plan)])

describe('a signer is not authorized', () => {
  it('without a certificate', async () => {
    expect(await statement([])).toMatchObject(refused)
  })

  it('with a certificate for servers', async () => {
    expect(await withCertificate({ extensions: [serverAuth()] })).toMatchObject(refused)
  })

  it('with a certificate for any purpose', async () => {
    expect(await withCertificate({ extensions: [extendedKeyUsage('2.5.29.37.0')] })).toMatchObject(refused)
  })

  it('with a certificate that names no purpose', async () => {
    expect(await withCertificate({ extensions: [] })).toMatchObject(refused)
  })

  it('with a key that may not sign', async () => {
    expect(await withCertificate({ extensions: [keyEncipherment(), ocspSigning()] })).toMatchObject(refused)
  })

  it('as a subordinate CA', async () => {
    expect(await withCertificate({ extensions: [isCa(), ocspSigning()] })).toMatchObject(refused)
  })

  it('with a critical extension that nobody knows', async () => {
    const strange = extension('1.3.6.1.4.1.99999.1', sequence(), true)
    expect(await withCertificate({ extensions: [ocspSigning(), strange] })).toMatchObject(refused)
  })

  it('after its certificate has expired, or before it begins', async () => {
    expect(await withCertificate({ notAfter: now - day })).toMatchObject(refused)
    expect(await withCertificate({ notBefore: now + day })).toMatchObject(refused)
  })

  it('with a certificate of another issuer', async () => {
    expect(await withCertificate({ issuer: name('Other CA') })).toMatchObject(refused)
  })

  it('with a certificate that another key signed in the name of the issuer', async () => {
    expect(await withCertificate({ signer: await ecdsaKey() })).toMatchObject(refused)
  })

  it('with a certificate of itself', async () => {
    expect(await withCertificate({ issuer: responder, signer: delegate })).toMatchObject(refused)
  })

  it('with a certificate that another delegate issued', async () => {
    const certificates = [
      await delegateCertificate({ subject: name('Middle'), key: delegate }),
      await delegateCertificate({ issuer: name('Middle'), signer: delegate }),
    ]
    expect(await statement(certificates)).toMatchObject(refused)
  })

  it('when it is not the one that the response names', async () => {
    const certificates = [await delegateCertificate()]
    expect(await statement(certificates, { responderId: byName(name('Somebody')) })).toMatchObject(refused)
    expect(await statement(certificates, { responderId: await byKey(ca.certificate) })).toMatchObject(refused)
  })
})

describe('of an authorized delegate', () => {
  it('a signature by another key is bad', async () => {
    const signer = await ecdsaKey('P-384', 'SHA-384')
    expect(await statement([await delegateCertificate()], { signer })).toMatchObject(unknown('bad-signature'))
  })

  it('a signature with SHA-1 is weak', async () => {
    const weak = await rsaKey('SHA-1')
    const certificate = await delegateCertificate({ key: weak })
    expect(await statement([certificate], { signer: weak })).toMatchObject(unknown('weak-signature'))
  })

  it('nine certificates are too many', async () => {
    const certificates = Array.from({ length: 9 }, () => ca.issuer.der)
    expect(await statement(certificates)).toMatchObject(unknown('too-large'))
  })
})
