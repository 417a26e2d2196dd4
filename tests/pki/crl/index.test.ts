import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { type CrlIndex, openIndex } from '../../../src/pki/crl/crl-index.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'
import { lookUp } from '../../../src/pki/crl/look-up.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { type Authority, buildAuthority, caKeyId } from '../build/authority.ts'
import { authorityKeyId, day, extension, name, now } from '../build/certificate.ts'
import { context } from '../build/context.ts'
import { buildCrl, crlNumber, type CrlPlan, entry, reasonCode } from '../build/crl.ts'
import { ascii, concat, generalizedTime, hex, integer, sequence, tlv, withByte } from '../build/der.ts'
import { ecdsaKey, rsaKey } from '../build/keys.ts'

let ca: Authority
beforeAll(async () => {
  ca = await buildAuthority()
})

async function index(entries: readonly Bytes[], plan: Partial<CrlPlan> = {}): Promise<CrlIndex> {
  const crl = await buildCrl({ signer: ca.key, issuer: ca.name, entries, ...plan })
  const indexed = await indexCrl(crl, [ca.issuer], context())
  if (indexed.kind === 'refused') throw new Error(`${indexed.cause} ${indexed.detail ?? ''}`)
  return indexed.index
}

const look = (index: CrlIndex, serial: Bytes = ca.certificate.serial) =>
  lookUp(index, { ...ca, certificate: { ...ca.certificate, serial } }, context())
const mine = (...extensions: Bytes[]) => entry(ca.certificate.serial, now - 2 * day, ...extensions)

describe('the index of a CRL', () => {
  it('keeps what the CRL says of itself, and by whose key it was verified', async () => {
    const extensions = [authorityKeyId(caKeyId), crlNumber(1, 2)]
    expect(await index([mine()], { extensions })).toMatchObject({
      issuer: ca.name,
      thisUpdate: now - day,
      nextUpdate: now + 3 * day,
      authorityKeyId: caKeyId,
      number: hex('0102'),
      count: 1,
      signerKey: ca.issuer.spki,
      signerName: 'Test CA, Example',
    })
  })

  it('holds nothing of the CRL but copies, in one buffer that can be cloned', async () => {
    const value = await index([mine(reasonCode(1))])
    const { bytes, frame, issuer, revocations } = structuredClone(value)
    expect(new Set([bytes, frame, issuer, revocations.records].map(({ buffer }) => buffer)).size).toBe(1)
    expect(bytes.buffer.byteLength).toBe(bytes.length)
    expect(look(structuredClone(value)).status.kind).toBe('revoked')
  })

  it('has every entry, however many blocks they are listed in, and whichever form they have', async () => {
    const serials = Array.from({ length: 20_000 }, (_, n) => Uint8Array.of(1, n >> 8, n & 0xff))
    const invalidityDate = extension('2.5.29.24', generalizedTime(now))
    const form = (n: number) => (n % 3 === 0 ? [reasonCode(n % 7)] : n % 16_384 < 2 ? [invalidityDate] : [])
    const value = await index(serials.map((serial, n) => entry(serial, now, ...form(n))))
    expect(value.count).toBe(serials.length)
    const asked = serials.filter((_, n) => n % 97 === 0 || Math.abs(n - 16_384) < 5)
    expect(asked.filter((serial) => look(value, serial).status.kind !== 'revoked')).toEqual([])
    expect(look(value, Uint8Array.of(2, 0, 0)).status.kind).toBe('good')
  })

  it('says the same when it is opened again, wherever its bytes lie', async () => {
    const value = await index([entry([1], now), mine(reasonCode(3))])
    expect(openIndex(value.bytes.slice())).toEqual(value)
    const shifted = concat(Uint8Array.of(0), value.bytes).subarray(1)
    expect(look(openIndex(shifted))).toEqual(look(value))
  })

  it('finds every reason and every time exactly', async () => {
    const times = [
      0,
      1,
      now - 999,
      Date.UTC(1950, 0),
      Date.UTC(2049, 11, 31, 23, 59, 59),
      Date.UTC(2000, 1, 29),
    ]
    const reasons = [0, 1, 2, 3, 4, 5, 6, 9, 10]
    const entries = times.flatMap((time, t) =>
      reasons.map((reason) => entry([t + 1, reason], time, reasonCode(reason))),
    )
    const value = await index(entries)
    const names = new Set<string | undefined>()
    for (const [t, time] of times.entries()) {
      for (const reason of reasons) {
        const { status } = look(value, Uint8Array.of(t + 1, reason))
        expect(status).toMatchObject({ kind: 'revoked', at: Math.floor(time / 1000) * 1000 })
        if (status.kind === 'revoked') names.add(status.reason)
      }
    }
    expect(names.size).toBe(reasons.length)
  })

  it('knows times that are none of a UTCTime', async () => {
    const times = [Date.UTC(1900, 0), Date.UTC(2106, 1, 7, 6, 28, 16), Date.UTC(3057, 0)]
    const value = await index(times.map((time, n) => sequence(integer(n + 1), generalizedTime(time))))
    for (const [n, time] of times.entries()) {
      expect(look(value, Uint8Array.of(n + 1)).status).toMatchObject({ at: time })
    }
  })

  it('has the first of several entries for one serial', async () => {
    const value = await index([mine(reasonCode(4)), mine(reasonCode(1))])
    expect(look(value).status).toMatchObject({ reason: 'superseded' })
  })

  it('is not believed about certificates of another key of the same name', async () => {
    const value = await index([])
    const issuer = { ...ca.issuer, spki: (await ecdsaKey()).spki }
    expect(lookUp(value, { ...ca, issuer }, context()).status).toMatchObject({ cause: 'wrong-issuer' })
  })

  it('is the same whichever key of the issuer is tried first', async () => {
    const key = await rsaKey()
    const other = parseCertificate(await ca.issue({ subject: ca.name, key }))
    const crl = await buildCrl({ signer: ca.key, issuer: ca.name, entries: [mine(reasonCode(1))] })
    const one = await indexCrl(crl, [ca.issuer], context())
    expect(await indexCrl(crl, [other, ca.issuer], context())).toEqual(one)
    expect(other.spki.length).not.toBe(ca.issuer.spki.length)
  })

  it('is made with pauses where they are wanted', async () => {
    let pauses = 0
    const pause = () => Promise.resolve(void pauses++)
    const crl = await buildCrl({ signer: ca.key, issuer: ca.name, entries: [mine()] })
    expect((await indexCrl(crl, [ca.issuer], { ...context(), pause })).kind).toBe('indexed')
    expect(pauses).toBeGreaterThan(0)
  })
})

const refusal = async (plan: Partial<CrlPlan>) =>
  indexCrl(await buildCrl({ signer: ca.key, issuer: ca.name, ...plan }), [ca.issuer], context())

const at = (time: string) => sequence(integer(1), tlv(0x17, ascii(time)))

describe('there is no index of a CRL', () => {
  it('that another key has signed, whatever else is wrong with it', async () => {
    const signer = await ecdsaKey()
    expect(await refusal({ signer })).toEqual({ kind: 'refused', cause: 'bad-signature' })
    expect(await refusal({ signer, entries: [sequence()] })).toMatchObject({ cause: 'bad-signature' })
  })

  it('that none of the issuers can have signed', async () => {
    expect(await refusal({ issuer: name('Other CA') })).toMatchObject({ cause: 'wrong-issuer' })
    const crl = await buildCrl({ signer: ca.key, issuer: ca.name })
    expect(await indexCrl(crl, [], context())).toMatchObject({ cause: 'wrong-issuer' })
  })

  it.each<[string, string, () => Bytes]>([
    ['with a serial of 128 bytes', 'too-large', () => entry(new Uint8Array(128).fill(1), now)],
    [
      'with a time after the year 3057',
      'unsupported',
      () => sequence(integer(1), generalizedTime(Date.UTC(4000, 0))),
    ],
    ['with a 29 February of 2023', 'malformed', () => at('230229000000Z')],
    ['with a day of zero', 'malformed', () => at('230100000000Z')],
    ['with a 31 April', 'malformed', () => at('230431000000Z')],
    ['with month 13', 'malformed', () => at('231301000000Z')],
    ['with month 0', 'malformed', () => at('230001000000Z')],
    ['with hour 24', 'malformed', () => at('230101240000Z')],
    ['with minute 60', 'malformed', () => at('230101006000Z')],
    ['with second 60', 'malformed', () => at('230101000060Z')],
    ['with a time of letters', 'malformed', () => at('2301010000:0Z')],
    ['with a time that is not Zulu', 'malformed', () => at('230101000000+')],
    ['with a negative serial that is not minimal', 'malformed', () => entry([0xff, 0x80], now)],
    ['with an empty serial', 'malformed', () => entry([], now)],
    ['with reason 11', 'malformed', () => entry([1], now, reasonCode(11))],
    [
      'with a length that is not minimal',
      'malformed',
      () => concat(hex('308114'), entry([1], now).subarray(2)),
    ],
    [
      'with an entry of an indefinite length',
      'malformed',
      () => concat(hex('3080'), entry([1], now).subarray(2), hex('0000')),
    ],
  ])('%s', async (_, cause, build) => {
    expect(await refusal({ entries: [build()] })).toMatchObject({ kind: 'refused', cause })
    expect(await refusal({ entries: [mine(), build(), mine()] })).toMatchObject({ kind: 'refused', cause })
  })
})

/** Serials as short and as alike as they can be, beside such as CAs use. */
const serial = fc
  .oneof(
    fc.uint8Array({ minLength: 1, maxLength: 2 }),
    fc.uint8Array({ minLength: 16, maxLength: 21 }),
    fc.nat(50).map((n) => Uint8Array.of(1, 0, 0, 0, 0, 0, 0, n)),
    fc.constant(new Uint8Array(127).fill(0x55)),
  )
  .map((bytes) => minimal(bytes))

function minimal([first = 1, ...rest]: Uint8Array): Bytes {
  return Uint8Array.of(first === 0 || first === 0xff ? 1 : first, ...rest)
}

describe('of any serials, the index', () => {
  const time = fc.nat(2_000_000_000).map((seconds) => seconds * 1000)
  const reason = fc.option(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 9, 10), { nil: undefined })
  // An invalidity date takes the entry off the beaten path.
  const listed = fc.record({ serial, time, reason, isStrange: fc.boolean() })
  const invalidity = extension('2.5.29.24', generalizedTime(now))

  it('lists exactly those of the CRL, each with its time', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(
      fc.array(listed, { maxLength: 400, size: 'max' }),
      fc.array(serial, { maxLength: 50 }),
      async (list, others) => {
        const entries = list.map(({ serial, time, reason, isStrange }) =>
          entry(
            serial,
            time,
            ...(reason === undefined ? [] : [reasonCode(reason)]),
            ...(isStrange ? [invalidity] : []),
          ),
        )
        const value = openIndex((await index(entries)).bytes)
        const model = new Map(list.toReversed().map(({ serial, time }) => [serial.join(), time]))
        return [...list.map(({ serial }) => serial), ...others].every((serial) => {
          const { status } = look(value, serial)
          const revokedAt = status.kind === 'revoked' ? status.at : undefined
          return status.kind !== 'unknown' && revokedAt === model.get(serial.join())
        })
      },
    )
    expect(await fc.check(property, { numRuns: 200 })).toMatchObject({ failed: false })
  })
})

describe('the bytes of an index', () => {
  let bytes: Bytes
  beforeAll(async () => {
    const others = Array.from({ length: 40 }, (_, n) => entry([n + 1, 2, 3], now - n * day, reasonCode(1)))
    ;({ bytes } = await index([...others, mine(reasonCode(1))]))
  })

  it('cut off anywhere, or continued, are refused', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => openIndex(bytes.slice(0, length))).toThrow(PkiError)
    }
    expect(() => openIndex(concat(bytes, Uint8Array.of(0)))).toThrow(PkiError)
  })

  it('with one bit changed are refused, or say the same about the serial, or nothing', () => {
    const statuses = [...bytes].flatMap((byte, at) =>
      Array.from({ length: 8 }, (_, bit) => statusOf(withByte(bytes, at, byte ^ (1 << bit)))),
    )
    expect(new Set(statuses)).toEqual(new Set(['revoked', 'refused', 'unknown']))
  })

  it('of any kind are an index or a PkiError', { timeout: 30_000 }, () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
      fc
        .array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
        .map((changes) => changes.reduce((sum, [at, byte]) => withByte(sum, at % sum.length, byte), bytes)),
    )
    const property = fc.property(anything, (bytes) => typeof statusOf(bytes) === 'string')
    expect(fc.check(property, { numRuns: 5000 })).toMatchObject({ failed: false })
  })
})

function statusOf(bytes: Bytes): string {
  try {
    return look(openIndex(bytes)).status.kind
  } catch (error) {
    if (error instanceof PkiError) return 'refused'
    throw error
  }
}
