import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { checkCrl } from '../../../src/pki/crl/status.ts'
import type { CheckContext } from '../../../src/pki/statement.ts'
import { type Authority, buildAuthority, caKeyId } from '../build/authority.ts'
import {
  authorityKeyId,
  crlDistributionPoints,
  day,
  distributionPoint,
  extension,
  fullName,
  isCa,
  keyCertSign,
  name,
  now,
} from '../build/certificate.ts'
import { context } from '../build/context.ts'
import {
  buildCrl,
  crlNumber,
  type CrlPlan,
  entry,
  issuingDistributionPoint,
  reasonCode,
} from '../build/crl.ts'
import {
  ascii,
  concat,
  generalizedTime,
  hex,
  implicit,
  integer,
  nothing,
  sequence,
  tagged,
  tlv,
} from '../build/der.ts'
import { ecdsaKey } from '../build/keys.ts'

const shard = 'http://crl.example/7.crl'
let ca: Authority
beforeAll(async () => {
  ca = await buildAuthority({ leaf: { extensions: [crlDistributionPoints(distributionPoint(shard))] } })
})

async function check(
  plan: Partial<CrlPlan> = {},
  changes: Partial<CheckContext> = {},
  subject: Subject = ca,
) {
  const crl = await buildCrl({ signer: ca.key, issuer: ca.name, ...plan })
  return checkCrl(crl, subject, context(changes))
}

interface Subject {
  readonly certificate: Certificate
  readonly issuer: Certificate
}

const checkBytes = (crl: Bytes) => checkCrl(crl, ca, context())
const unknown = (cause: string) => ({ status: { kind: 'unknown', cause } })
const mine = (...extensions: Bytes[]) => entry(ca.certificate.serial, now - 2 * day, ...extensions)
const others = () => [entry([1], now - 9 * day), entry([0x4a, 0x12], now - 5 * day, reasonCode(4))]

describe('a CRL of the issuer', () => {
  it('without any entry says good, from when until when, and by whom', async () => {
    expect(await check({ extensions: [authorityKeyId(caKeyId), crlNumber()] })).toEqual({
      status: { kind: 'good' },
      thisUpdate: now - day,
      nextUpdate: now + 3 * day,
      until: now + 3 * day,
      signer: 'Test CA, Example',
    })
  })

  it('with entries of other serials says good', async () => {
    expect((await check({ entries: others() })).status.kind).toBe('good')
  })

  it('that lists the serial says revoked, since when and why', async () => {
    const { status } = await check({ entries: [...others(), mine(reasonCode(1)), entry([2], now)] })
    expect(status).toEqual({ kind: 'revoked', at: now - 2 * day, reason: 'key-compromise' })
  })

  it('is found to revoke without a reason', async () => {
    const { status } = await check({ entries: [mine()] })
    expect(status).toEqual({ kind: 'revoked', at: now - 2 * day, reason: undefined })
  })

  it('is not taken to revoke a serial that begins or ends like a listed one', async () => {
    const [a = 0, b = 0] = ca.certificate.serial
    const entries = [entry([a], now - day), entry([a, b, 0], now - day), entry([0, 0x80 | a, b], now - day)]
    expect((await check({ entries })).status.kind).toBe('good')
  })

  it('is believed with its key identifier and in version 1', async () => {
    expect((await check({ extensions: [authorityKeyId(caKeyId), crlNumber()] })).status.kind).toBe('good')
    expect((await check({ version: [], extensions: [] })).status.kind).toBe('good')
  })
})

describe('a CRL is not believed', () => {
  it('when another key of the same name signed it', async () => {
    expect(await check({ signer: await ecdsaKey() })).toMatchObject(unknown('bad-signature'))
  })

  it('when it is of another issuer', async () => {
    expect(await check({ issuer: name('Other CA') })).toMatchObject(unknown('wrong-issuer'))
  })

  it('when it is for another key of the issuer', async () => {
    const extensions = [authorityKeyId(hex('ff'))]
    expect(await check({ extensions })).toMatchObject(unknown('wrong-issuer'))
  })

  it('when the issuer at hand is not that of the certificate', async () => {
    const certificate = { ...ca.certificate, issuer: name('Other CA') }
    expect(await check({}, {}, { ...ca, certificate })).toMatchObject(unknown('wrong-issuer'))
  })

  it('when the issuer may sign certificates only', async () => {
    const issuer = parseCertificate(await ca.issue({ subject: ca.name, extensions: [isCa(), keyCertSign()] }))
    expect(await check({}, {}, { ...ca, issuer })).toMatchObject(unknown('wrong-issuer'))
  })

  it('when it is a page of HTML that happens to name the serial', async () => {
    expect(await checkBytes(ascii('<html>4A11</html>'))).toMatchObject(unknown('malformed'))
  })

  it('when something follows it', async () => {
    const crl = await buildCrl({ signer: ca.key, issuer: ca.name })
    expect(await checkBytes(concat(crl, Uint8Array.of(0)))).toMatchObject(unknown('malformed'))
  })

  it('when the algorithms inside and outside differ', async () => {
    const innerAlgorithm = sequence(tlv(6, hex('2a8648ce3d040303')))
    expect(await check({ innerAlgorithm })).toMatchObject(unknown('malformed'))
  })

  it('when its version is 3, or written out as 1', async () => {
    expect(await check({ version: [integer(2)] })).toMatchObject(unknown('unsupported'))
    expect(await check({ version: [integer(0)] })).toMatchObject(unknown('unsupported'))
  })

  it('when it is of version 1 and has extensions', async () => {
    expect(await check({ version: [] })).toMatchObject(unknown('malformed'))
  })

  it('when its number is negative', async () => {
    expect(await check({ extensions: [crlNumber(0x80)] })).toMatchObject(unknown('malformed'))
  })

  it('when it has a critical extension that nobody knows', async () => {
    const extensions = [extension('1.3.6.1.4.1.99999.1', sequence(), true)]
    expect(await check({ extensions, entries: [mine()] })).toMatchObject(unknown('unsupported'))
  })

  it.each([true, false])('when it is a delta CRL (critical: %s)', async (critical) => {
    const extensions = [extension('2.5.29.27', integer(1), critical)]
    expect(await check({ extensions })).toMatchObject(unknown('unsupported'))
  })
})

const strange = (critical: boolean) => extension('1.3.6.1.4.1.99999.1', sequence(), critical)

describe('an entry, even of another serial, spoils the CRL', () => {
  it.each<[string, string, () => Bytes]>([
    ['with a critical extension that nobody knows', 'unsupported', () => entry([1], now, strange(true))],
    ['with an extension given twice', 'malformed', () => entry([1], now, reasonCode(1), reasonCode(1))],
    ['with a reason that does not exist', 'malformed', () => entry([1], now, reasonCode(7))],
    ['with removeFromCRL', 'malformed', () => entry([1], now, reasonCode(8))],
    [
      'with a reason that is no ENUMERATED',
      'malformed',
      () => entry([1], now, extension('2.5.29.21', integer(1))),
    ],
    [
      'with an invalidity date that is none',
      'malformed',
      () => entry([1], now, extension('2.5.29.24', integer(1))),
    ],
    ['with an issuer of its own', 'unsupported', () => entry([1], now, certificateIssuer(name('Other CA')))],
    ['with a serial that is not minimal', 'malformed', () => entry([0, 1], now)],
    ['without a serial', 'malformed', () => sequence(generalizedTime(now))],
    ['without a date', 'malformed', () => sequence(integer(1))],
    [
      'with a date that does not exist',
      'malformed',
      () => sequence(integer(1), tlv(0x17, ascii('260230120000Z'))),
    ],
    [
      'with something after its extensions',
      'malformed',
      () => sequence(entry([1], now).subarray(2), sequence(), nothing()),
    ],
    ['that is no SEQUENCE', 'malformed', () => tlv(0x31, integer(1))],
  ])('%s: %s', async (_, cause, build) => {
    const listed = await check({ entries: [mine(), build()] })
    expect(listed).toMatchObject(unknown(cause))
    expect(await check({ entries: [build()] })).toMatchObject(unknown(cause))
  })

  it('but not with extensions that are known, unknown and harmless, or none in an empty list', async () => {
    const invalidity = extension('2.5.29.24', generalizedTime(now))
    const entries = [
      entry([1], now, strange(false), reasonCode(3), invalidity),
      sequence(entry([2], now).subarray(2), sequence()),
    ]
    expect((await check({ entries })).status.kind).toBe('good')
  })
})

const idp = (...fields: Bytes[]) => [issuingDistributionPoint(...fields)]
const at = (...urls: string[]) => tagged(0, fullName(...urls))
const yes = (n: number) => implicit(n, Uint8Array.of(0xff))
const someReasons = () => implicit(3, hex('0640'))

describe('the scope of a CRL', () => {
  it('is the certificates that name its URL', async () => {
    expect((await check({ extensions: idp(at(shard)) })).status.kind).toBe('good')
    expect((await check({ extensions: idp(at('http://a.example/', shard)) })).status.kind).toBe('good')
  })

  it('is not a certificate that names another URL, even if its serial is listed', async () => {
    const extensions = idp(at('http://crl.example/8.crl'))
    expect(await check({ extensions })).toMatchObject(unknown('out-of-scope'))
    expect(await check({ extensions, entries: [mine()] })).toMatchObject(unknown('out-of-scope'))
  })

  it('is not a certificate that names no URL', async () => {
    const certificate = { ...ca.certificate, crlDistributionPoints: [] }
    expect(await check({ extensions: idp(at(shard)) }, {}, { ...ca, certificate })).toMatchObject(
      unknown('out-of-scope'),
    )
  })

  it('is not a certificate whose distribution point has an issuer of its own', async () => {
    const [point] = ca.certificate.crlDistributionPoints
    const crlIssuer = tagged(2, tagged(4, name('CRLs')))
    const points = [{ urls: [shard], partialReasons: false, ...point, crlIssuer }]
    const certificate = { ...ca.certificate, crlDistributionPoints: points }
    expect(await check({ extensions: idp(at(shard)) }, {}, { ...ca, certificate })).toMatchObject(
      unknown('out-of-scope'),
    )
  })

  it('is user certificates, CA certificates or attribute certificates', async () => {
    const authority = { ...ca.certificate, isCa: true }
    const subject = { certificate: authority, issuer: ca.issuer }
    expect((await check({ extensions: idp(yes(1)) })).status.kind).toBe('good')
    expect(await check({ extensions: idp(yes(1)) }, {}, subject)).toMatchObject(unknown('out-of-scope'))
    expect((await check({ extensions: idp(yes(2)) }, {}, subject)).status.kind).toBe('good')
    expect(await check({ extensions: idp(yes(2)) })).toMatchObject(unknown('out-of-scope'))
    expect(await check({ extensions: idp(yes(5)) })).toMatchObject(unknown('out-of-scope'))
  })

  it('is not two of them at once, nor nothing in particular', async () => {
    expect(await check({ extensions: idp(yes(1), yes(2)) })).toMatchObject(unknown('malformed'))
    expect(await check({ extensions: idp() })).toMatchObject(unknown('malformed'))
  })

  it('is not enough for good with some reasons only, but for revoked', async () => {
    const extensions = idp(at(shard), someReasons())
    expect(await check({ extensions })).toMatchObject(unknown('out-of-scope'))
    expect((await check({ extensions, entries: [mine()] })).status.kind).toBe('revoked')
  })

  it('is not enough for good where the certificate expects some reasons only', async () => {
    const points = ca.certificate.crlDistributionPoints.map((point) => ({ ...point, partialReasons: true }))
    const certificate = { ...ca.certificate, crlDistributionPoints: points }
    expect(await check({ extensions: idp(at(shard)) }, {}, { ...ca, certificate })).toMatchObject(
      unknown('out-of-scope'),
    )
  })

  it('of an indirect CRL is entry for entry that of the issuer named last', async () => {
    const extensions = idp(at(shard), yes(4))
    const foreign = entry([1], now, certificateIssuer(name('Other CA')))
    const own = entry([2], now, certificateIssuer(ca.name))
    expect((await check({ extensions, entries: [mine()] })).status.kind).toBe('revoked')
    expect((await check({ extensions, entries: [foreign, mine()] })).status.kind).toBe('good')
    expect((await check({ extensions, entries: [foreign, own, mine()] })).status.kind).toBe('revoked')
  })
})

const certificateIssuer = (issuer: Bytes) => extension('2.5.29.29', sequence(tagged(4, issuer)), true)

describe('the age of a CRL', () => {
  it('ends with nextUpdate, or after ten days', async () => {
    expect(await check({ nextUpdate: now - day / 2 })).toMatchObject({
      ...unknown('expired'),
      until: now - day / 2,
    })
    expect(await check({ thisUpdate: now - 11 * day, nextUpdate: now + day })).toMatchObject(
      unknown('expired'),
    )
  })

  it('of a year counts where the caller says so', async () => {
    const freshness = { skew: 0, maxAge: 366 * day, withoutNextUpdate: day }
    const statement = await check({ thisUpdate: now - 200 * day, nextUpdate: now + 100 * day }, { freshness })
    expect(statement.status.kind).toBe('good')
  })

  it('ends after a day without nextUpdate', async () => {
    expect(await check({ thisUpdate: now - day / 2, nextUpdate: undefined })).toMatchObject({
      until: now + day / 2,
    })
    expect(await check({ thisUpdate: now - 2 * day, nextUpdate: undefined })).toMatchObject(
      unknown('expired'),
    )
  })

  it('may not begin in the future, nor end before it begins', async () => {
    expect(await check({ thisUpdate: now + day })).toMatchObject(unknown('not-yet-valid'))
    expect(await check({ nextUpdate: now - 2 * day })).toMatchObject(unknown('malformed'))
  })
})
