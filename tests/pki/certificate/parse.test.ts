import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { buildAuthority, caKeyId } from '../build/authority.ts'
import {
  attribute,
  authorityInfoAccess,
  authorityKeyId,
  type CertificatePlan,
  crlDistributionPoints,
  day,
  distributionPoint,
  extendedKeyUsage,
  extension,
  fullName,
  isCa,
  keyCertSignAndCrlSign,
  name,
  now,
  serverAuth,
} from '../build/certificate.ts'
import {
  ascii,
  boolean,
  concat,
  generalizedTime,
  hex,
  implicit,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  set,
  tagged,
  text,
  tlv,
  url,
  utcTime,
} from '../build/der.ts'

async function parse(leaf: Partial<CertificatePlan> = {}): Promise<Certificate> {
  return (await buildAuthority({ leaf })).certificate
}

const withExtensions = (...extensions: Bytes[]) => parse({ extensions })

describe('a certificate', () => {
  it('is taken apart into exact slices', async () => {
    const { certificate, issuer, key } = await buildAuthority()
    expect(certificate).toMatchObject({
      serial: hex('4a11'),
      issuer: issuer.subject,
      subject: name('leaf.example'),
      issuerName: 'Test CA, Example',
      subjectName: 'leaf.example, Example',
      notBefore: now - 30 * day,
      notAfter: now + 60 * day,
      signatureAlgorithm: key.algorithm,
      isCa: false,
      extendedKeyUsage: new Set(['1.3.6.1.5.5.7.3.1']),
      ocspUrls: [],
      crlDistributionPoints: [],
      mustStaple: false,
      scts: [],
      ocspNoCheck: false,
    })
    expect(certificate.keyUsage).toBeUndefined()
    expect(issuer.spki).toEqual(key.spki)
    expect(certificate.publicKey).toEqual(certificate.spki.subarray(certificate.spki.length - 65))
    const again = sequence(
      certificate.tbs,
      certificate.signatureAlgorithm,
      tlv(3, hex('00'), certificate.signature),
    )
    expect(again).toEqual(certificate.der)
  })

  it('of a CA says so, and what its key may do', async () => {
    const { issuer } = await buildAuthority()
    expect(issuer.isCa).toBe(true)
    expect(issuer.keyUsage).toEqual(new Set(['keyCertSign', 'cRLSign']))
    expect(issuer.subjectKeyId).toEqual(caKeyId)
  })

  it('keeps the sign byte of its serial, and any serial that was issued', async () => {
    for (const serial of [[0x00, 0x80], [0xff], [0x00], Array.from({ length: 21 }, () => 1)]) {
      expect((await parse({ serial })).serial).toEqual(Uint8Array.from(serial))
    }
  })

  it('may be of version 1, without extensions', async () => {
    expect((await parse({ version: [], extensions: [] })).isCa).toBe(false)
  })

  it('may end after 2049', async () => {
    const end = Date.UTC(9999, 11, 31, 23, 59, 59)
    const validity = sequence(utcTime(now), generalizedTime(end))
    expect((await parse({ validity })).notAfter).toBe(end)
  })
})

describe('a readable name', () => {
  it('is the common name, then the organization', async () => {
    expect((await parse({ subject: name('R11', "Let's Encrypt") })).subjectName).toBe("R11, Let's Encrypt")
  })

  it('is the unit where there is neither, and otherwise empty', async () => {
    const unit = sequence(attribute('2.5.4.11', text('Class 3 Root')))
    expect((await parse({ subject: unit })).subjectName).toBe('Class 3 Root')
    expect((await parse({ subject: sequence() })).subjectName).toBe('')
  })

  it('is read from every kind of string', async () => {
    const bmp = tlv(0x1e, hex('004300e4'))
    const subject = sequence(attribute('2.5.4.10', tlv(0x13, ascii('Org'))), attribute('2.5.4.3', bmp))
    expect((await parse({ subject })).subjectName).toBe('Cä, Org')
    const utf8 = sequence(attribute('2.5.4.3', tlv(0x0c, hex('c3a9'))))
    expect((await parse({ subject: utf8 })).subjectName).toBe('é')
  })

  it('contains nothing that would turn or break the text around it', async () => {
    const subject = sequence(attribute('2.5.4.3', tlv(0x0c, Buffer.from('a\u202Eb\nc'))))
    expect((await parse({ subject })).subjectName).toBe('a\u{fffd}b\u{fffd}c')
  })

  it('has 256 characters at most', async () => {
    expect((await parse({ subject: name('x'.repeat(5000), '') })).subjectName.length).toBe(256)
  })
})

const feature = (...numbers: number[]) =>
  extension('1.3.6.1.5.5.7.1.24', sequence(...numbers.map((number) => integer(number))))

describe('extensions of a certificate', () => {
  it('name responders, issuers and CRLs, as written and in order', async () => {
    const certificate = await withExtensions(
      authorityInfoAccess([
        ['1.3.6.1.5.5.7.48.1', url('http://b.example')],
        ['1.3.6.1.5.5.7.48.2', url('http://ca.example/ca.der')],
        ['1.3.6.1.5.5.7.48.1', url('HTTP://a.example/%41')],
        ['1.3.6.1.5.5.7.48.1', implicit(2, ascii('dns.example'))],
        ['1.3.6.1.5.5.7.48.1', implicit(6, hex('68c3a9'))],
      ]),
      crlDistributionPoints(
        distributionPoint('http://c.example/1', 'ldap://c.example'),
        distributionPoint('http://d.example'),
      ),
    )
    expect(certificate.ocspUrls).toEqual(['http://b.example', 'HTTP://a.example/%41'])
    expect(certificate.caIssuersUrls).toEqual(['http://ca.example/ca.der'])
    expect(certificate.crlDistributionPoints).toEqual([
      {
        urls: ['http://c.example/1', 'ldap://c.example'],
        name: fullName('http://c.example/1', 'ldap://c.example'),
        partialReasons: false,
      },
      { urls: ['http://d.example'], name: fullName('http://d.example'), partialReasons: false },
    ])
  })

  it('may name an issuer of CRLs, and reasons', async () => {
    const issuer = tagged(2, tagged(4, name('CRLs')))
    const certificate = await withExtensions(
      crlDistributionPoints(sequence(implicit(1, hex('0640')), issuer)),
    )
    expect(certificate.crlDistributionPoints).toEqual([{ urls: [], crlIssuer: issuer, partialReasons: true }])
  })

  it('may demand a stapled status (RFC 7633)', async () => {
    expect((await withExtensions(feature(5))).mustStaple).toBe(true)
    expect((await withExtensions(feature(17, 5))).mustStaple).toBe(true)
    expect((await withExtensions(feature(17))).mustStaple).toBe(false)
  })

  it('carry timestamps of logs (RFC 6962)', async () => {
    const logId = new Uint8Array(32).fill(7)
    const sct = concat(hex('00'), logId, hex('0000018bcfe56800'), hex('0000'), hex('0403'), hex('0002abcd'))
    const later = hex('01ffff')
    const list = concat(vector(sct), vector(later))
    const { scts } = await withExtensions(extension('1.3.6.1.4.1.11129.2.4.2', octets(vector(list))))
    expect(scts).toEqual([{ logId, timestamp: 1_700_000_000_000 }])
  })

  it('tell which key of the issuer, and nocheck', async () => {
    const certificate = await withExtensions(
      authorityKeyId(caKeyId),
      extension('1.3.6.1.5.5.7.48.1.5', nothing()),
    )
    expect(certificate.authorityKeyId).toEqual(caKeyId)
    expect(certificate.ocspNoCheck).toBe(true)
  })

  it('that are critical and unknown are listed, nothing more', async () => {
    const certificate = await withExtensions(extension('1.3.6.1.4.1.99999.1', nothing(), true), serverAuth())
    expect(certificate.unknownCriticalExtensions).toEqual(['1.3.6.1.4.1.99999.1'])
  })

  it('may write FALSE out', async () => {
    const explicit = sequence(oid('2.5.29.19'), boolean(false), octets(sequence(boolean(false))))
    expect((await withExtensions(explicit)).isCa).toBe(false)
  })
})

const vector = (content: Uint8Array) =>
  concat(Uint8Array.of(content.length >> 8, content.length & 255), content)

describe('a certificate is malformed', () => {
  it.each<[string, Partial<CertificatePlan>]>([
    ['with two different signature algorithms', { outerAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) }],
    ['with version 1 written out', { version: [tagged(0, integer(0))], extensions: [] }],
    ['of version 4', { version: [tagged(0, integer(3))] }],
    ['of version 1 with extensions', { version: [] }],
    ['of version 2 with extensions', { version: [tagged(0, integer(1))] }],
    ['with a serial that is not minimal', { serial: [0, 1] }],
    ['without a serial', { serial: [] }],
    ['without a key', { key: { spki: sequence() } }],
    ['with a local time', { validity: sequence(tlv(0x17, ascii('260101000000+0100')), utcTime(now)) }],
    ['with three times', { validity: sequence(utcTime(now), utcTime(now), utcTime(now)) }],
    ['with an empty relative name', { subject: sequence(set()) }],
    [
      'with a relative name of two fields',
      { subject: sequence(set(sequence(oid('2.5.4.3'), text('a'), text('b')))) },
    ],
  ])('%s', async (_, plan) => {
    await expect(parse(plan)).rejects.toThrow(PkiError)
  })

  it.each<[string, readonly Bytes[]]>([
    ['an extension given twice', [serverAuth(), serverAuth()]],
    ['no value', [sequence(oid('2.5.29.37'))]],
    ['criticality of 01', [sequence(oid('2.5.29.37'), hex('010101'), octets(sequence()))]],
    [
      'basic constraints with more than a length',
      [extension('2.5.29.19', sequence(boolean(true), integer(0), integer(0)))],
    ],
    ['basic constraints followed by something', [extension('2.5.29.19', concat(sequence(), nothing()))]],
    ['a negative path length', [extension('2.5.29.19', sequence(boolean(true), integer(0xff)))]],
    ['key usage in a number', [extension('2.5.29.15', integer(5))]],
    ['no purpose', [extendedKeyUsage()]],
    ['a purpose that is no OID', [extension('2.5.29.37', sequence(oid('1.2.3'), integer(1)))]],
    ['a subject key identifier in BER', [extension('2.5.29.14', hex('24030401aa'))]],
    [
      'an authority key identifier with an unknown field',
      [extension('2.5.29.35', sequence(implicit(0, caKeyId), implicit(7, caKeyId)))],
    ],
    [
      'an authority key identifier out of order',
      [extension('2.5.29.35', sequence(implicit(2, hex('01')), implicit(0, caKeyId)))],
    ],
    [
      'an authority key identifier that gives a field twice',
      [extension('2.5.29.35', sequence(implicit(2, hex('01')), implicit(2, hex('02'))))],
    ],
    ['no distribution point', [crlDistributionPoints()]],
    ['a distribution point of reasons only', [crlDistributionPoints(sequence(implicit(1, hex('0640'))))]],
    ['a distribution point without names', [crlDistributionPoints(sequence(tagged(0, tagged(0))))]],
    ['a name of no kind', [crlDistributionPoints(sequence(tagged(0, tagged(0, integer(1)))))]],
    ['no description of access', [authorityInfoAccess([])]],
    [
      'a description of access of three fields',
      [extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.2.3'), url('a'), url('b'))))],
    ],
    ['no feature at all', [extension('1.3.6.1.5.5.7.1.24', sequence())]],
    ['features that are no numbers', [extension('1.3.6.1.5.5.7.1.24', sequence(oid('1.2.3')))]],
    ['nocheck with content', [extension('1.3.6.1.5.5.7.48.1.5', hex('050100'))]],
    ['a list of SCTs cut off', [extension('1.3.6.1.4.1.11129.2.4.2', octets(hex('0010ff')))]],
    ['an SCT too short', [extension('1.3.6.1.4.1.11129.2.4.2', octets(vector(vector(hex('00ff')))))]],
  ])('with %s', async (_, extensions) => {
    await expect(parse({ extensions })).rejects.toThrow(PkiError)
  })

  it('with something after it, and beyond 64 KiB', async () => {
    const { der } = await parse()
    expect(() => parseCertificate(concat(der, hex('00')))).toThrow(PkiError)
    expect(() => parseCertificate(new Uint8Array(64 * 1024 + 1))).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    )
  })

  it('with 65 extensions', async () => {
    const extensions = Array.from({ length: 65 }, (_, i) => extension(`1.2.3.${i}`, nothing()))
    await expect(parse({ extensions })).rejects.toMatchObject({ code: 'too-large' })
  })
})

it('a CA certificate with usage is what the builder makes of it', async () => {
  const certificate = await withExtensions(isCa(), keyCertSignAndCrlSign())
  expect([certificate.isCa, certificate.keyUsage?.size]).toEqual([true, 2])
})
