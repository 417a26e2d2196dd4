import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../src/pki/bytes.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { checkCrl } from '../../src/pki/crl/status.ts'
import { checkOcspResponse } from '../../src/pki/ocsp/status.ts'
import { PkiError } from '../../src/pki/pki-error.ts'
import type { Statement } from '../../src/pki/statement.ts'
import { type Authority, buildAuthority, caKeyId } from './build/authority.ts'
import {
  authorityInfoAccess,
  authorityKeyId,
  crlDistributionPoints,
  day,
  digitalSignature,
  distributionPoint,
  fullName,
  name,
  now,
  ocspSigning,
} from './build/certificate.ts'
import { context } from './build/context.ts'
import { buildCrl, crlNumber, entry, issuingDistributionPoint, reasonCode } from './build/crl.ts'
import { integer, octets, sequence, tagged, tlv, url, withByte } from './build/der.ts'
import { ecdsaKey } from './build/keys.ts'
import { byName, good, ocspResponse, revoked, single } from './build/ocsp.ts'

const shard = 'http://crl.example/7.crl'
const responder = name('Responder')
let ca: Authority
let samples: { readonly certificate: Bytes; readonly ocsp: Bytes; readonly crl: Bytes }
let revoking: { readonly ocsp: Bytes; readonly crl: Bytes }

beforeAll(async () => {
  const extensions = [
    crlDistributionPoints(distributionPoint(shard)),
    authorityInfoAccess([['1.3.6.1.5.5.7.48.1', url('http://ocsp.example')]]),
    authorityKeyId(caKeyId),
  ]
  ca = await buildAuthority({ leaf: { extensions } })
  samples = { certificate: ca.certificate.der, ocsp: await response(good()), crl: await crl([]) }
  revoking = {
    ocsp: await response(revoked(now - day, 1)),
    crl: await crl([entry(ca.certificate.serial, now - day, reasonCode(1))]),
  }
})

async function response(status: Bytes): Promise<Bytes> {
  const delegate = await ecdsaKey()
  const extensions = [ocspSigning(), digitalSignature()]
  const certificate = await ca.issue({ subject: responder, key: delegate, serial: [0x77], extensions })
  const singles = [await single({ subject: ca, status })]
  return ocspResponse({
    signer: delegate,
    responderId: byName(responder),
    singles,
    certificates: [certificate],
  })
}

function crl(entries: readonly Bytes[]): Promise<Bytes> {
  const idp = issuingDistributionPoint(tagged(0, fullName(shard)))
  const extensions = [authorityKeyId(caKeyId), crlNumber(), idp]
  return buildCrl({ signer: ca.key, issuer: ca.name, entries: [entry([1], now), ...entries], extensions })
}

const checkOcsp = (bytes: Bytes) => checkOcspResponse(bytes, ca, context())
const checkList = (bytes: Bytes) => checkCrl(bytes, ca, context())

const checks: readonly (readonly [string, (bytes: Bytes) => Promise<Statement>, 'ocsp' | 'crl'])[] = [
  ['OCSP response', checkOcsp, 'ocsp'],
  ['CRL', checkList, 'crl'],
]

describe.each(checks)('a %s', { timeout: 60_000 }, (_, check, kind) => {
  it('is good as it is, and revoked when it revokes', async () => {
    expect((await check(samples[kind])).status.kind).toBe('good')
    expect((await check(revoking[kind])).status.kind).toBe('revoked')
  })

  it('that is cut off anywhere is not believed', async () => {
    for (let length = 0; length < samples[kind].length; length++) {
      expect((await check(samples[kind].slice(0, length))).status.kind).toBe('unknown')
    }
  })

  it('with one byte changed says the same or nothing', async () => {
    for (const bytes of [samples[kind], revoking[kind]]) {
      const statement = await check(bytes)
      const others = (await statementsOfNeighbours(bytes, check)).filter(
        ({ status }) => status.kind !== 'unknown',
      )
      expect(others).toEqual(others.map(() => statement))
    }
  })

  it('of any bytes whatsoever is a statement', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }).map((list) => changed(samples[kind], list)),
    )
    const property = fc.asyncProperty(anything, async (bytes) => {
      const { status } = await check(Uint8Array.from(bytes))
      return status.kind !== 'revoked'
    })
    expect(await fc.check(property, { numRuns: 300 })).toMatchObject({ failed: false })
  })
})

async function statementsOfNeighbours(bytes: Bytes, check: (bytes: Bytes) => Promise<Statement>) {
  const statements: Statement[] = []
  for (const [at, byte] of bytes.entries()) {
    for (const other of [byte ^ 1, byte ^ 0x80]) statements.push(await check(withByte(bytes, at, other)))
  }
  return statements
}

describe('the worst that fits', () => {
  const MiB = 1024 * 1024

  it.each<[string, (bytes: Bytes) => unknown, () => Bytes]>([
    ['an OCSP response of nothing but single bytes', checkOcsp, () => sequence(filled(MiB - 16, integer(1)))],
    ['an OCSP response nested as deep as it goes', checkOcsp, () => filled(MiB, Uint8Array.of(0x30, 0x80))],
    ['a certificate of empty names', tryParse, () => sequence(sequence(filled(60_000, sequence())))],
    [
      'a certificate of one long number',
      tryParse,
      () => sequence(tlv(2, filled(60_000, Uint8Array.of(0x7f)))),
    ],
    [
      'a certificate of one long identifier',
      tryParse,
      () => sequence(tlv(6, filled(60_000, Uint8Array.of(0x81)))),
    ],
    ['a CRL of 8 MiB of zeros', checkList, () => sequence(sequence(octets(new Uint8Array(8 * MiB))))],
    ['a CRL of 8 MiB of empty elements', checkList, () => sequence(filled(8 * MiB, sequence()))],
  ])('takes less than a second: %s', async (_, read, build) => {
    const bytes = build()
    const start = performance.now()
    await read(bytes)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

function tryParse(bytes: Bytes): void {
  isTotal(parseCertificate, bytes)
}

function filled(length: number, pattern: Uint8Array): Bytes {
  return Uint8Array.from(Buffer.alloc(length - (length % pattern.length), pattern))
}

function changed(bytes: Bytes, changes: readonly (readonly [at: number, byte: number])[]): Bytes {
  return changes.reduce((sum, [at, byte]) => withByte(sum, at % sum.length, byte), bytes)
}

function isTotal(parse: (bytes: Bytes) => unknown, bytes: Bytes): boolean {
  try {
    parse(bytes)
    return true
  } catch (error) {
    return error instanceof PkiError
  }
}
