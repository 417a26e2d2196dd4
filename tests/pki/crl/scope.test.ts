import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { checkCrl } from '../../../src/pki/crl/status.ts'
import { type Authority, buildAuthority, caKeyId } from '../build/authority.ts'
import {
  authorityKeyId,
  crlDistributionPoints,
  day,
  extension,
  fullName,
  isCa,
  keyCertSign,
  keyCertSignAndCrlSign,
  name,
  now,
  subjectKeyId,
} from '../build/certificate.ts'
import { context } from '../build/context.ts'
import { buildCrl, type CrlPlan, entry, issuingDistributionPoint } from '../build/crl.ts'
import { concat, hex, implicit, oid, sequence, set, tagged, text } from '../build/der.ts'
import { ecdsaKey, type Key } from '../build/keys.ts'

let ca: Authority
beforeAll(async () => {
  ca = await buildAuthority()
})

const part = (value: string) => sequence(oid('2.5.4.11'), text(value))
const relative = (value: string) => tagged(0, tagged(1, part(value)))
const directory = (issuer: Bytes, value: string) =>
  tagged(0, tagged(0, tagged(4, sequence(issuer.subarray(2), set(part(value))))))
const at = (url: string) => tagged(0, fullName(url))
const indirect = () => implicit(4, Uint8Array.of(0xff))

async function leafWith(...points: Bytes[]): Promise<Certificate> {
  return parseCertificate(await ca.issue({ extensions: [crlDistributionPoints(...points)] }))
}

async function statusOf(
  certificate: Certificate,
  idp: Bytes[],
  plan: Partial<CrlPlan> = {},
  crlIssuers: Certificate[] = [],
) {
  const extensions = [issuingDistributionPoint(...idp)]
  const crl = await buildCrl({ signer: ca.key, issuer: ca.name, extensions, ...plan })
  const { status } = await checkCrl(crl, { certificate, issuer: ca.issuer, crlIssuers }, context())
  return status.kind === 'unknown' ? status.cause : status.kind
}

describe('a name relative to the issuer', () => {
  it('is the same in the certificate and in the CRL', async () => {
    const leaf = await leafWith(sequence(relative('A')))
    expect(await statusOf(leaf, [relative('A')])).toBe('good')
    expect(await statusOf(leaf, [relative('B')])).toBe('out-of-scope')
  })

  it('is the full name that it stands for, on either side', async () => {
    const full = await leafWith(sequence(directory(ca.name, 'A')))
    expect(await statusOf(full, [relative('A')])).toBe('good')
    expect(await statusOf(full, [relative('B')])).toBe('out-of-scope')
    const short = await leafWith(sequence(relative('A')))
    expect(await statusOf(short, [directory(ca.name, 'A')])).toBe('good')
    expect(await statusOf(short, [directory(name('Other CA'), 'A')])).toBe('out-of-scope')
  })

  it('is one of many', async () => {
    const leaf = await leafWith(sequence(at('http://a.example/')), sequence(relative('A')))
    expect(await statusOf(leaf, [relative('A')])).toBe('good')
  })
})

const foreign = () => extension('2.5.29.29', sequence(tagged(4, ca.name)), true)
const mine = (...extensions: Bytes[]) => entry(ca.certificate.serial, now - day, ...extensions)

describe('an indirect CRL of another issuer', () => {
  const others = name('CRLs')
  const crlIssuer = () => tagged(2, tagged(4, others))
  let key: Key
  let signer: Certificate
  beforeAll(async () => {
    key = await ecdsaKey()
    const extensions = [isCa(), keyCertSignAndCrlSign()]
    signer = parseCertificate(await ca.issue({ subject: others, key, extensions }))
  })
  const by = (...entries: Bytes[]): Partial<CrlPlan> => ({ signer: key, issuer: others, entries })

  it('counts for the certificates that name that issuer', async () => {
    const leaf = await leafWith(sequence(at('http://a.example/'), crlIssuer()))
    expect(await statusOf(leaf, [at('http://a.example/'), indirect()], by(), [signer])).toBe('good')
    expect(await statusOf(leaf, [indirect()], by(mine(foreign())), [signer])).toBe('revoked')
  })

  it('is found by the name of its issuer where the point has no other', async () => {
    const leaf = await leafWith(sequence(crlIssuer()))
    const named = tagged(0, tagged(0, tagged(4, others)))
    expect(await statusOf(leaf, [named, indirect()], by(), [signer])).toBe('good')
    expect(await statusOf(leaf, [at('http://a.example/'), indirect()], by(), [signer])).toBe('out-of-scope')
  })

  it('revokes no certificate of the same serial by its own', async () => {
    const leaf = await leafWith(sequence(crlIssuer()))
    expect(await statusOf(leaf, [indirect()], by(mine()), [signer])).toBe('good')
  })

  it('does not count when the certificate does not name it, or it is not indirect, or nobody vouches', async () => {
    const leaf = await leafWith(sequence(crlIssuer()))
    const plain = await leafWith(sequence(at('http://a.example/')))
    expect(await statusOf(plain, [indirect()], by(), [signer])).toBe('out-of-scope')
    expect(await statusOf(leaf, [implicit(1, Uint8Array.of(0xff))], by(), [signer])).toBe('out-of-scope')
    expect(await statusOf(leaf, [indirect()], by())).toBe('wrong-issuer')
    expect(await statusOf(leaf, [], { ...by(), extensions: [] }, [signer])).toBe('out-of-scope')
  })
})

describe('another key of the issuer', () => {
  const id = hex('aa55')
  let key: Key
  let second: Certificate
  beforeAll(async () => {
    key = await ecdsaKey()
    const extensions = [isCa(), keyCertSignAndCrlSign(), subjectKeyId(id)]
    second = parseCertificate(await ca.issue({ subject: ca.name, key, extensions }))
  })
  const plan = (...extensions: Bytes[]): Partial<CrlPlan> => ({ signer: key, extensions })

  it('signs its CRL when somebody vouches for it', async () => {
    expect(await statusOf(ca.certificate, [], plan(), [second])).toBe('good')
    expect(await statusOf(ca.certificate, [], plan(authorityKeyId(id)), [second])).toBe('good')
    expect(await statusOf(ca.certificate, [], plan())).toBe('bad-signature')
  })

  it('does not sign it when the CRL names the first, or when it may sign certificates only', async () => {
    expect(await statusOf(ca.certificate, [], plan(authorityKeyId(caKeyId)), [second])).toBe('bad-signature')
    const extensions = [isCa(), keyCertSign()]
    const unable = parseCertificate(await ca.issue({ subject: ca.name, key, extensions }))
    expect(await statusOf(ca.certificate, [], plan(), [unable])).toBe('bad-signature')
  })
})

describe('a distribution point that is no name', () => {
  it('is refused with the CRL', async () => {
    const leaf = await leafWith(sequence(relative('A')))
    const broken = tagged(0, concat(tagged(1, part('A')), tagged(1, part('A'))))
    expect(await statusOf(leaf, [broken])).toBe('malformed')
  })
})
