import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { checkOcspResponse } from '../../../src/pki/ocsp/status.ts'
import type { CheckContext, Statement } from '../../../src/pki/statement.ts'
import { type Authority, buildAuthority } from '../build/authority.ts'
import { day, extension, name, now } from '../build/certificate.ts'
import { context } from '../build/context.ts'
import { ascii, concat, generalizedTime, octets, oid, sequence, tlv, withByte } from '../build/der.ts'
import { rsaKey } from '../build/keys.ts'
import {
  byKey,
  byName,
  certId,
  errorResponse,
  good,
  ocspResponse,
  type ResponsePlan,
  revoked,
  single,
  type SinglePlan,
  successful,
  unknownStatus,
  version,
} from '../build/ocsp.ts'

const hour = 3_600_000
const minute = 60_000
let ca: Authority
beforeAll(async () => {
  ca = await buildAuthority()
})

async function response(single_: Partial<SinglePlan> = {}, plan: Partial<ResponsePlan> = {}) {
  const singles = [await single({ subject: ca, ...single_ })]
  return ocspResponse({ signer: ca.key, responderId: byName(ca.name), singles, ...plan })
}

function check(bytes: Uint8Array<ArrayBuffer>, changes: Partial<CheckContext> = {}): Promise<Statement> {
  return checkOcspResponse(bytes, ca, context(changes))
}

const unknown = (cause: string) => ({ status: { kind: 'unknown', cause } })

describe('a response signed by the issuer', () => {
  it('says good, from when until when, and by whom', async () => {
    expect(await check(await response())).toEqual({
      status: { kind: 'good' },
      thisUpdate: now - hour,
      nextUpdate: now + 24 * hour,
      until: now + 24 * hour,
      signer: 'Test CA, Example',
    })
  })

  it('says revoked, since when and why', async () => {
    const status = revoked(now - 3 * day, 1)
    const expected = { kind: 'revoked', at: now - 3 * day, reason: 'key-compromise' }
    expect((await check(await response({ status }))).status).toEqual(expected)
  })

  it('says revoked without a reason', async () => {
    const statement = await check(await response({ status: revoked(now - day) }))
    expect(statement.status).toEqual({ kind: 'revoked', at: now - day, reason: undefined })
  })

  it('that does not know the certificate says nothing', async () => {
    const bytes = await response({ status: unknownStatus() })
    expect(await check(bytes)).toMatchObject({ ...unknown('unknown-to-ca'), signer: 'Test CA, Example' })
  })

  it('is recognized by the hash of its key, too', async () => {
    const responderId = await byKey(ca.issuer)
    expect((await check(await response({}, { responderId }))).status.kind).toBe('good')
  })

  it('is not believed once a signed byte is changed', async () => {
    const bytes = await response({ status: revoked(now - 3 * day, 1) })
    const at = Buffer.from(bytes).indexOf(Buffer.from('0a0101', 'hex')) + 2
    expect(await check(withByte(bytes, at, 4))).toMatchObject(unknown('bad-signature'))
  })

  it('is not believed when another key of the same name signed it', async () => {
    const impostor = await buildAuthority()
    const bytes = await response({}, { signer: impostor.key })
    expect(await check(bytes)).toMatchObject(unknown('bad-signature'))
  })
})

describe('a response without an answer', () => {
  it.each([
    [1, 'malformed-request'],
    [2, 'internal-error'],
    [3, 'try-later'],
    [5, 'signature-required'],
    [6, 'unauthorized'],
    [4, 'malformed'],
    [7, 'malformed'],
    [0, 'malformed'],
  ])('of status %i is unknown: %s', async (status, cause) => {
    expect(await check(errorResponse(status))).toMatchObject(unknown(cause))
  })

  it('that brings a good answer along with an error is malformed', async () => {
    const bytes = await response()
    const tryLater = withByte(bytes, bytes.indexOf(0x0a) + 2, 3)
    expect(await check(tryLater)).toMatchObject(unknown('malformed'))
  })

  it('of another type than id-pkix-ocsp-basic is unsupported', async () => {
    expect(await check(successful(sequence(), '1.3.6.1.5.5.7.48.1.99'))).toMatchObject(unknown('unsupported'))
  })

  it('of a captive portal is malformed', async () => {
    expect(await check(ascii('<!doctype html><title>Log in</title>'))).toMatchObject(unknown('malformed'))
  })

  it('of no byte at all is malformed', async () => {
    expect(await check(new Uint8Array())).toMatchObject(unknown('malformed'))
  })

  it('followed by anything is malformed', async () => {
    expect(await check(concat(await response(), Uint8Array.of(0)))).toMatchObject(unknown('malformed'))
  })

  it('of more than 1 MiB is too large', async () => {
    expect(await check(new Uint8Array(1024 * 1024 + 1))).toMatchObject(unknown('too-large'))
  })

  it('of a later version is unsupported', async () => {
    expect(await check(await response({}, { version: version(1) }))).toMatchObject(unknown('unsupported'))
  })

  it('with something signed after its last field is malformed', async () => {
    expect(await check(await response({}, { trailing: [octets()] }))).toMatchObject(unknown('malformed'))
  })

  it('without any single response is malformed', async () => {
    expect(await check(await response({}, { singles: [] }))).toMatchObject(unknown('malformed'))
  })
})

describe('a response about another certificate', () => {
  it('is not taken for an answer: other serial', async () => {
    const certificate = { ...ca.certificate, serial: Uint8Array.of(9) }
    expect(await check(await response({ subject: { ...ca, certificate } }))).toMatchObject(
      unknown('wrong-certificate'),
    )
  })

  it('is not taken for an answer: same serial and name, other key', async () => {
    const other = await buildAuthority()
    const issuer = { ...ca.issuer, publicKey: other.issuer.publicKey }
    expect(await check(await response({ subject: { ...ca, issuer } }))).toMatchObject(
      unknown('wrong-certificate'),
    )
  })

  it('is not taken for an answer: same serial and key, other name', async () => {
    const issuer = { ...ca.issuer, subject: name('Other CA') }
    expect(await check(await response({ subject: { ...ca, issuer } }))).toMatchObject(
      unknown('wrong-certificate'),
    )
  })

  it('is not taken for an answer: hashes of an unknown algorithm', async () => {
    const md5 = sequence(
      sequence(oid('1.2.840.113549.2.5')),
      octets(),
      octets(),
      tlv(2, ca.certificate.serial),
    )
    expect(await check(await response({ certId: md5 }))).toMatchObject(unknown('wrong-certificate'))
  })

  it('is not even asked when the issuer at hand is not the issuer', async () => {
    const stranger = await buildAuthority({ ca: { subject: name('Stranger') } })
    const subject = { certificate: ca.certificate, issuer: stranger.issuer }
    const statement = await checkOcspResponse(await response(), subject, context())
    expect(statement).toMatchObject(unknown('wrong-issuer'))
  })

  it.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)(
    'is told from one about this by hashes with %s',
    async (hash) => {
      expect((await check(await response({ hash }))).status.kind).toBe('good')
    },
  )
})

const several = async (...plans: Partial<SinglePlan>[]) => {
  const singles = await Promise.all(plans.map((plan) => single({ subject: ca, ...plan })))
  return check(await response({}, { singles }))
}

describe('several single responses', () => {
  it('may be about other certificates, which say nothing here', async () => {
    const other = { ...ca, certificate: { ...ca.certificate, serial: Uint8Array.of(9) } }
    const statement = await several({ subject: other, status: revoked(now - day) }, { status: good() })
    expect(statement.status.kind).toBe('good')
  })

  it.each([
    ['first', [revoked(now - day), good()]],
    ['last', [good(), revoked(now - day)]],
  ])('say revoked if one of them does: the %s', async (_, statuses) => {
    expect((await several(...statuses.map((status) => ({ status })))).status.kind).toBe('revoked')
  })

  it('count by the freshest good one', async () => {
    const statement = await several(
      { thisUpdate: now - 2 * hour },
      { thisUpdate: now - hour, hash: 'SHA-256' },
    )
    expect(statement.thisUpdate).toBe(now - hour)
  })

  it('count by the good one if another has expired', async () => {
    const expired = { thisUpdate: now - 3 * day, nextUpdate: now - 2 * day }
    expect((await several(expired, {})).status.kind).toBe('good')
  })
})

describe('an extension', () => {
  const id = '1.3.6.1.4.1.99999.1'

  it('that is critical and unknown makes the response unsupported', async () => {
    const extensions = [extension(id, sequence(), true)]
    expect(await check(await response({}, { extensions }))).toMatchObject(unknown('unsupported'))
  })

  it('that is critical makes the single response unsupported', async () => {
    const extensions = [extension(id, sequence(), true)]
    expect(await check(await response({ extensions }))).toMatchObject(unknown('unsupported'))
  })

  it('that is neither critical nor known changes nothing', async () => {
    const extensions = [extension(id, sequence())]
    expect((await check(await response({ extensions }, { extensions }))).status.kind).toBe('good')
  })

  it('that is given twice is malformed', async () => {
    const extensions = [extension(id, sequence()), extension(id, sequence())]
    expect(await check(await response({}, { extensions }))).toMatchObject(unknown('malformed'))
  })

  it('with a nonce nobody asked for changes nothing', async () => {
    const extensions = [extension('1.3.6.1.5.5.7.48.1.2', octets(Uint8Array.of(1)), true)]
    expect((await check(await response({}, { extensions }))).status.kind).toBe('good')
  })
})

const nonceOf = (value: Bytes) => extension('1.3.6.1.5.5.7.48.1.2', value)

describe('a nonce that was sent', () => {
  const sent = Uint8Array.from({ length: 32 }, (_, i) => i)
  const answer = async (...extensions: Bytes[]) =>
    checkOcspResponse(await response({}, { extensions }), { ...ca, nonce: sent }, context())

  it('comes back in the answer', async () => {
    expect((await answer(nonceOf(octets(sent)))).status.kind).toBe('good')
  })

  it('need not come back: the times count (RFC 5019 §4)', async () => {
    expect((await answer()).status.kind).toBe('good')
  })

  it.each([
    ['another', octets(sent.toReversed())],
    ['the beginning of it', octets(sent.slice(0, 31))],
    ['an empty one', octets()],
    ['one that is no OCTET STRING', sent],
    ['one that is followed by something', concat(octets(sent), octets())],
  ])('does not come back: %s', async (_, value) => {
    expect(await answer(nonceOf(value))).toMatchObject(unknown('malformed'))
  })
})

const cutoff = (value: Bytes, critical = false) => [extension('1.3.6.1.5.5.7.48.1.6', value, critical)]

describe('an archive cutoff', () => {
  it.each([false, true])(
    'changes nothing about a certificate that has not ended: critical %s',
    async (critical) => {
      const extensions = cutoff(generalizedTime(now - 900 * day), critical)
      expect((await check(await response({ extensions }))).status.kind).toBe('good')
    },
  )

  it('that is no time is malformed', async () => {
    const extensions = cutoff(octets())
    expect(await check(await response({ extensions }))).toMatchObject(unknown('malformed'))
  })

  it('is unsupported where it does not belong', async () => {
    const extensions = cutoff(generalizedTime(now), true)
    expect(await check(await response({}, { extensions }))).toMatchObject(unknown('unsupported'))
  })
})

it('takes no critical nonce in a single response (RFC 6960 §4.4.1)', async () => {
  const extensions = [extension('1.3.6.1.5.5.7.48.1.2', octets(octets()), true)]
  expect(await check(await response({ extensions }))).toMatchObject(unknown('unsupported'))
})

const times = (thisUpdate: number, nextUpdate?: number) => response({ thisUpdate, nextUpdate })

describe('the age of a response', () => {
  it('may be ahead of the clock by five minutes', async () => {
    expect((await check(await times(now + 5 * minute, now + day))).status.kind).toBe('good')
    expect(await check(await times(now + 6 * minute, now + day))).toMatchObject(unknown('not-yet-valid'))
  })

  it('ends with nextUpdate, five minutes tolerated', async () => {
    expect((await check(await times(now - day, now - 4 * minute))).status.kind).toBe('good')
    expect(await check(await times(now - day, now - 5 * minute))).toMatchObject(unknown('expired'))
  })

  it('ends ten days after thisUpdate, whatever nextUpdate says', async () => {
    const bytes = await times(now - 11 * day, now + 100 * day)
    expect(await check(bytes)).toEqual({
      status: { kind: 'unknown', cause: 'expired' },
      thisUpdate: now - 11 * day,
      nextUpdate: now + 100 * day,
      until: now - day,
      signer: 'Test CA, Example',
    })
  })

  it('ends a day after thisUpdate without nextUpdate', async () => {
    expect(await check(await times(now - hour))).toMatchObject({
      status: { kind: 'good' },
      until: now + 23 * hour,
    })
    expect(await check(await times(now - 25 * hour))).toMatchObject(unknown('expired'))
  })

  it('ends with the certificate', async () => {
    const certificate = { ...ca.certificate, notAfter: now + hour }
    const statement = await checkOcspResponse(await response(), { ...ca, certificate }, context())
    expect(statement.until).toBe(now + hour)
  })

  it('makes an expired revocation worth nothing', async () => {
    const bytes = await response({
      status: revoked(now - 30 * day),
      thisUpdate: now - 20 * day,
      nextUpdate: now - day,
    })
    expect(await check(bytes)).toMatchObject(unknown('expired'))
  })

  it('is malformed when it ends before it begins', async () => {
    expect(await check(await times(now - hour, now - 2 * hour))).toMatchObject(unknown('malformed'))
  })

  it('may not have been produced in the future', async () => {
    expect(await check(await response({}, { producedAt: now + hour }))).toMatchObject(
      unknown('not-yet-valid'),
    )
  })
})

describe('a platform that fails', () => {
  it('is a cause, and no rejection', async () => {
    const crypto = { ...context().crypto, digest: () => Promise.reject(new Error('no digest today')) }
    expect(await check(await response(), { crypto })).toMatchObject(unknown('unsupported'))
  })
})

describe('an issuer that signs with SHA-1', () => {
  it('is believed in legacy mode only', async () => {
    const old = await buildAuthority({ key: await rsaKey('SHA-1') })
    const singles = [await single({ subject: old })]
    const bytes = await ocspResponse({ signer: old.key, responderId: byName(old.name), singles })
    expect(await checkOcspResponse(bytes, old, context())).toMatchObject(unknown('weak-signature'))
    const legacy = await checkOcspResponse(bytes, old, context({ algorithms: 'legacy' }))
    expect(legacy.status.kind).toBe('good')
  })
})

it('takes certificates as parseCertificate gives them', async () => {
  const subject = {
    certificate: parseCertificate(ca.certificate.der),
    issuer: parseCertificate(ca.issuer.der),
  }
  const bytes = await response({ certId: await certId(ca) })
  expect((await checkOcspResponse(bytes, subject, context())).status.kind).toBe('good')
})
