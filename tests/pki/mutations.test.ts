import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseAuthorityKeyId } from '../../src/pki/authority-key-id.ts'
import { type Bytes, viewOf } from '../../src/pki/bytes.ts'
import { parseDistributionPoints } from '../../src/pki/certificate/distribution-points.ts'
import { parseName } from '../../src/pki/certificate/name.ts'
import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { parseSctList } from '../../src/pki/certificate/scts.ts'
import { parseTlsFeatures } from '../../src/pki/certificate/tls-feature.ts'
import { openIndex } from '../../src/pki/crl/crl-index.ts'
import { indexCrl } from '../../src/pki/crl/index-crl.ts'
import { parseIssuingDistributionPoint } from '../../src/pki/crl/issuing-distribution-point.ts'
import { EntryReader } from '../../src/pki/crl/read-entries.ts'
import { findRevocation } from '../../src/pki/crl/revocation-table.ts'
import { scanCrl } from '../../src/pki/crl/scan.ts'
import { hashOf } from '../../src/pki/crl/serial-hash.ts'
import { parseOcspResponse } from '../../src/pki/ocsp/parse.ts'
import { PkiError } from '../../src/pki/pki-error.ts'
import { type Authority, buildAuthority, caKeyId } from './build/authority.ts'
import {
  authorityInfoAccess,
  authorityKeyId,
  crlDistributionPoints,
  day,
  digitalSignature,
  distributionPoint,
  extension,
  fullName,
  name,
  now,
  ocspSigning,
} from './build/certificate.ts'
import { context } from './build/context.ts'
import { buildCrl, crlNumber, entry, issuingDistributionPoint, reasonCode } from './build/crl.ts'
import {
  concat,
  generalizedTime,
  implicit,
  integer,
  octets,
  sequence,
  tagged,
  tlv,
  url,
  withByte,
} from './build/der.ts'
import { ecdsaKey } from './build/keys.ts'
import { byName, good, ocspResponse, revoked, single } from './build/ocsp.ts'

/** Inputs for each parser; the project is held to 200,000. */
const inputs = Number(process.env['HARDFAIL_MUTATIONS'] ?? 3000)
/** For any one input, ms. */
const limit = 50

interface Parser {
  readonly what: string
  readonly parse: (bytes: Bytes) => unknown
  readonly sample: (ca: Authority) => Bytes | Promise<Bytes>
}

const shard = 'http://crl.example/7.crl'

const parsers: readonly Parser[] = [
  { what: 'a certificate', parse: parseCertificate, sample: ({ certificate }) => certificate.der },
  { what: 'an OCSP response', parse: parseOcspResponse, sample: response },
  { what: 'a CRL', parse: readCrl, sample: directCrl },
  { what: 'an indirect CRL', parse: readCrl, sample: indirectCrl },
  { what: 'a stored index', parse: openAndFind, sample: storedIndex },
  {
    what: 'a stored index that was sealed anew',
    parse: (bytes) => openAndFind(sealed(bytes)),
    sample: storedIndex,
  },
  { what: 'a list of SCTs', parse: parseSctList, sample: sctList },
  { what: 'TLS features', parse: parseTlsFeatures, sample: () => sequence(integer(5), integer(17)) },
  { what: 'a name', parse: parseName, sample: () => name('Somebody') },
  {
    what: 'an authority key identifier',
    parse: parseAuthorityKeyId,
    sample: () => sequence(tlv(0x80, caKeyId)),
  },
  {
    what: 'distribution points',
    parse: parseDistributionPoints,
    sample: (ca) => sequence(distributionPoint(shard), sequence(tagged(2, tagged(4, ca.name)))),
  },
  {
    what: 'an issuing distribution point',
    parse: parseIssuingDistributionPoint,
    sample: () => sequence(tagged(0, fullName(shard)), implicit(1, Uint8Array.of(0xff))),
  },
]

let ca: Authority
beforeAll(async () => {
  const extensions = [
    crlDistributionPoints(distributionPoint(shard)),
    authorityInfoAccess([['1.3.6.1.5.5.7.48.1', url('http://ocsp.example')]]),
    authorityKeyId(caKeyId),
    extension('1.3.6.1.4.1.11129.2.4.2', sctList()),
  ]
  ca = await buildAuthority({ leaf: { extensions } })
})

const cases = parsers.map(({ what, ...parser }) => [what, parser] as const)

describe.each(cases)('a parser of %s', { timeout: 600_000 }, (_, { parse, sample }) => {
  let real: Bytes
  beforeAll(async () => {
    real = await sample(ca)
  })

  it('takes the real thing, and neither a beginning nor a continuation of it', () => {
    expect(() => parse(real)).not.toThrow()
    for (let length = 0; length < real.length; length++) {
      expect(() => parse(real.slice(0, length))).toThrow(PkiError)
    }
    expect(() => parse(concat(real, Uint8Array.of(0)))).toThrow(PkiError)
  })

  it('gives a value or a PkiError, and soon, for one byte changed anywhere', () => {
    const watch = new Watch(parse)
    const changed = [...real].flatMap((byte, at) =>
      [byte ^ 1, byte ^ 0x80, 0, 0xff].map((other) => withByte(real, at, other)),
    )
    expect(changed.every((bytes) => watch.isSound(bytes))).toBe(true)
  })

  it('gives a value or a PkiError, and soon, for anything like the real thing', async ({ annotate }) => {
    const watch = new Watch(parse)
    const property = fc.property(edits, (edits) => watch.isSound(edited(real, edits)))
    expect(fc.check(property, { numRuns: inputs })).toMatchObject({ failed: false })
    await annotate(`${inputs} inputs, none of them over ${watch.slowest.toFixed(2)} ms`)
  })

  it('gives a value or a PkiError, and soon, for any bytes', () => {
    const watch = new Watch(parse)
    const anything = fc.uint8Array({ maxLength: 400 })
    const property = fc.property(anything, (bytes) => watch.isSound(Uint8Array.from(bytes)))
    expect(fc.check(property, { numRuns: Math.ceil(inputs / 4) })).toMatchObject({ failed: false })
  })
})

/** Bytes that mean something to many a reader, beside all others. */
const telling = fc.constantFrom(0x00, 0x01, 0x02, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xfe, 0xff)
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  // Mostly one byte becomes another, and everything after it stays where it was.
  removed: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.nat(40)),
  inserted: fc.oneof(
    { weight: 4, arbitrary: fc.oneof(telling, fc.nat(255)).map((byte) => [byte]) },
    fc.array(fc.oneof(telling, fc.nat(255)), { maxLength: 40 }),
  ),
})
const edits = fc.array(edit, { minLength: 1, maxLength: 4 })

type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never

function edited(bytes: Bytes, edits: readonly Edit[]): Bytes {
  return edits.reduce((rest, { at, removed, inserted }) => {
    const start = Math.floor(at * rest.length)
    return concat(rest.subarray(0, start), Uint8Array.from(inserted), rest.subarray(start + removed))
  }, bytes)
}

class Watch {
  readonly #parse: (bytes: Bytes) => unknown
  /** Milliseconds. */
  slowest = 0

  constructor(parse: (bytes: Bytes) => unknown) {
    this.#parse = parse
  }

  isSound(bytes: Bytes): boolean {
    const first = this.#measure(bytes)
    // Whatever else the machine does may make one reading slow, but hardly all of them.
    const tookMs = first < this.slowest ? first : Math.min(first, ...repeated(5, () => this.#measure(bytes)))
    this.slowest = Math.max(this.slowest, tookMs)
    return tookMs <= limit
  }

  /** Infinitely long if it ends otherwise than it may. */
  #measure(bytes: Bytes): number {
    const startedAt = performance.now()
    try {
      this.#parse(bytes)
    } catch (error) {
      if (!(error instanceof PkiError)) return Infinity
    }
    return performance.now() - startedAt
  }
}

function repeated<T>(count: number, run: () => T): readonly T[] {
  return Array.from({ length: count }, run)
}

function readCrl(bytes: Bytes): EntryReader {
  const reader = new EntryReader(scanCrl(bytes))
  while (!reader.done) reader.listSome()
  return reader
}

function openAndFind(bytes: Bytes): unknown {
  return findRevocation(openIndex(bytes).revocations, Uint8Array.of(7, 2, 3), 0)
}

/** With the hash that they should have, so that damage goes further than to the hash. */
function sealed(bytes: Bytes): Bytes {
  const [records, hashed] = [28, 8]
  if (bytes.length < 32) return bytes
  const copy = bytes.slice()
  const view = viewOf(copy)
  const end = copy.length - view.getUint32(records, true)
  if (end > hashed) view.setInt32(4, hashOf(view, hashed, end), true)
  return copy
}

const statuses = [good(), revoked(now - day, 1)]

async function response(ca: Authority): Promise<Bytes> {
  const [signer, responder] = [await ecdsaKey(), name('Responder')]
  const extensions = [ocspSigning(), digitalSignature()]
  const certificate = await ca.issue({ subject: responder, key: signer, serial: [0x77], extensions })
  return ocspResponse({
    signer,
    responderId: byName(responder),
    singles: await Promise.all(statuses.map((status) => single({ subject: ca, status }))),
    certificates: [certificate],
  })
}

const plain = Array.from({ length: 40 }, (_, n) => entry([n + 1, 2, 3], now - n * day))
const withReason = Array.from({ length: 10 }, (_, n) => entry([n + 1, 9], now - day, reasonCode(n % 7)))
const invalidityDate = extension('2.5.29.24', generalizedTime(now))

function directCrl({ key, name: issuer }: Authority): Promise<Bytes> {
  const point = issuingDistributionPoint(tagged(0, fullName(shard)))
  const entries = [...plain, ...withReason, entry([9, 9], now, invalidityDate)]
  const extensions = [authorityKeyId(caKeyId), crlNumber(), point]
  return buildCrl({ signer: key, issuer, entries, extensions })
}

const ofIssuer = (issuer: string) => extension('2.5.29.29', sequence(tagged(4, name(issuer))), true)

function indirectCrl({ key, name: issuer }: Authority): Promise<Bytes> {
  const entries = [
    entry([1], now),
    entry([1], now, ofIssuer('Other CA')),
    entry([2], now, ofIssuer('Third CA')),
  ]
  const point = issuingDistributionPoint(implicit(4, Uint8Array.of(0xff)))
  return buildCrl({ signer: key, issuer, entries, extensions: [authorityKeyId(caKeyId), point] })
}

async function storedIndex(ca: Authority): Promise<Bytes> {
  const indexed = await indexCrl(await directCrl(ca), [ca.issuer], context())
  if (indexed.kind === 'refused') throw new Error(indexed.cause)
  return indexed.index.bytes
}

/** RFC 6962 §3.3: two of version 1. */
function sctList(): Bytes {
  const signature = concat(Uint8Array.of(4, 3), vector(new Uint8Array(70)))
  const sct = concat(new Uint8Array(33), Uint8Array.of(0, 0, 1, 2, 3, 4, 5, 6), vector(), signature)
  return octets(vector(vector(sct), vector(sct)))
}

function vector(...parts: readonly Uint8Array[]): Bytes {
  const content = concat(...parts)
  return concat(Uint8Array.of(content.length >> 8, content.length & 0xff), content)
}
