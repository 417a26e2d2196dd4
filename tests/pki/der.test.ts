import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { requireDer } from '../../src/pki/der-strict.ts'
import { DerReader, readOnly, readSequence, Tag } from '../../src/pki/der.ts'
import { readTime } from '../../src/pki/der-time.ts'
import {
  bitStringBytes,
  booleanValue,
  integerBytes,
  namedBits,
  oidValue,
  smallInteger,
} from '../../src/pki/der-values.ts'
import { PkiError } from '../../src/pki/pki-error.ts'
import { ascii, concat, generalizedTime, hex, integer, oid, sequence, tlv, utcTime } from './build/der.ts'

describe('a reader of DER', () => {
  it('gives views of the bytes, in order', () => {
    const der = sequence(integer(1), oid('1.2.3'))
    const reader = readSequence(der)
    expect(reader.nextIs(Tag.integer)).toBe(true)
    const first = reader.read(Tag.integer)
    expect(first.der).toEqual(integer(1))
    expect(first.der.buffer).toBe(der.buffer)
    expect(reader.readOptional(Tag.boolean)).toBeUndefined()
    expect(reader.readAny().content).toEqual(hex('2a03'))
    expect(reader.done).toBe(true)
    reader.finish()
  })

  it('takes each form of length where it is the shortest', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      expect(readOnly(tlv(4, new Uint8Array(length)), Tag.octetString).content.length).toBe(length)
    }
  })

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an indefinite length', '30800000'],
    ['a length longer than needed', '30810100'],
    ['a length with leading zeros', '0482008000'],
    ['a length of the length beyond four bytes', '0485000000000100'],
    ['a length of the length that is not there', '3082'],
    ['less content than announced', '300201'],
    ['a tag number in the long form', '1f0100'],
    ['the tag of the end of contents', '0000'],
    ['another tag than expected', '3100'],
    ['anything after the element', '300000'],
  ])('refuses %s', (_, bytes) => {
    expect(() => readSequence(hex(bytes))).toThrow(PkiError)
  })

  it('refuses to finish before the end', () => {
    expect(() => new DerReader(integer(1)).finish()).toThrow(PkiError)
  })
})

describe('a value', () => {
  it('of type INTEGER is minimal', () => {
    for (const good of ['00', '7f', '0080', '80', 'ff', 'ff7f'])
      expect(integerBytes(hex(good))).toEqual(hex(good))
    for (const bad of ['', '0000', '007f', 'ff80', 'ffff'])
      expect(() => integerBytes(hex(bad))).toThrow(PkiError)
  })

  it('of type INTEGER that should be small is neither negative nor huge', () => {
    expect(smallInteger(hex('0102'))).toBe(258)
    for (const bad of ['ff', '0100000000']) expect(() => smallInteger(hex(bad))).toThrow(PkiError)
  })

  it('of type BOOLEAN is 00 or FF', () => {
    expect([booleanValue(hex('00')), booleanValue(hex('ff'))]).toEqual([false, true])
    for (const bad of ['', '01', 'fe', '0000']) expect(() => booleanValue(hex(bad))).toThrow(PkiError)
  })

  it('of type BIT STRING has its unused bits, fewer than eight, at zero', () => {
    expect(bitStringBytes(hex('00ff'))).toEqual(hex('ff'))
    expect(namedBits(hex('0106'))).toEqual([5, 6])
    expect(namedBits(hex('00'))).toEqual([])
    for (const bad of ['', '01', '08', '0801', '0107', 'ff00'])
      expect(() => namedBits(hex(bad))).toThrow(PkiError)
    for (const bad of ['', '0180']) expect(() => bitStringBytes(hex(bad))).toThrow(PkiError)
  })

  it('of type OBJECT IDENTIFIER has complete and minimal arcs', () => {
    for (const dotted of [
      '0.9.2342',
      '1.2.840.113549.1.1.11',
      '2.5.29.15',
      '2.999.3',
      '2.25.1208925819614629174706175',
    ]) {
      expect(oidValue(readOnly(oid(dotted), Tag.oid).content)).toBe(dotted)
    }
    for (const bad of ['', '80', '8001', '2a8001', '2a83', '00'.repeat(65)]) {
      expect(() => oidValue(hex(bad))).toThrow(PkiError)
    }
  })
})

const read = (bytes: Uint8Array<ArrayBuffer>) => readTime(new DerReader(bytes))

const utc = (text: string) => read(tlv(0x17, ascii(text)))
const generalized = (text: string) => read(tlv(0x18, ascii(text)))

describe('a time', () => {
  it('is read in both forms, in both centuries', () => {
    expect(utc('491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59))
    expect(utc('500101000000Z')).toBe(Date.UTC(1950, 0, 1))
    expect(utc('240229120000Z')).toBe(Date.UTC(2024, 1, 29, 12))
    expect(generalized('99991231235959Z')).toBe(253_402_300_799_000)
  })

  it('is read as it was written, at any second', () => {
    const least = Date.UTC(1950, 0, 1) / 1000
    const most = Date.UTC(2049, 11, 31) / 1000
    const property = fc.property(fc.integer({ min: least, max: most }), (seconds) => {
      expect(read(utcTime(seconds * 1000))).toBe(seconds * 1000)
      expect(read(generalizedTime(seconds * 1000))).toBe(seconds * 1000)
    })
    expect(fc.check(property).failed).toBe(false)
  })

  it.each([
    '2401010000Z',
    '240101000000',
    '240101000000+0000',
    '240100000000Z',
    '241301000000Z',
    '240230000000Z',
    '230229000000Z',
    '240431000000Z',
    '240101240000Z',
    '240101006000Z',
    '240101000060Z',
    '24010100000 Z',
    '-40101000000Z',
    '',
  ])('is not %j', (text) => {
    expect(() => utc(text)).toThrow(PkiError)
  })

  it.each(['20240101000000.5Z', '20240101000000', '202401010000Z', '00240101000000Z', '20230229000000Z'])(
    'is not %j either',
    (text) => {
      expect(() => generalized(text)).toThrow(PkiError)
    },
  )

  it('is no text', () => {
    expect(() => read(tlv(0x16, ascii('240101000000Z')))).toThrow(PkiError)
  })
})

const nested = (depth: number) =>
  Array.from({ length: depth }).reduce<Uint8Array<ArrayBuffer>>((inner) => sequence(inner), integer(1))

describe('a document that is DER all the way down', () => {
  it.each([
    ['a BOOLEAN of 01', sequence(hex('010101'))],
    ['an INTEGER that is not minimal', sequence(hex('02020001'))],
    ['a NULL with content', sequence(hex('050100'))],
    ['an OID that is cut off', sequence(hex('060180'))],
    ['a BIT STRING with unused bits set', sequence(hex('03020101'))],
    ['an OCTET STRING in pieces', sequence(hex('2403040101'))],
    ['a SEQUENCE that is primitive', sequence(hex('1000'))],
    ['an element within that is cut off', sequence(hex('0405'))],
    ['something after it', concat(sequence(), hex('00'))],
  ])('has none of this: %s', (_, der) => {
    expect(() => requireDer(der)).toThrow(PkiError)
  })

  it('is nested 32 times at most', () => {
    expect(() => requireDer(nested(32))).not.toThrow()
    expect(() => requireDer(nested(33))).toThrow(PkiError)
  })

  it('is told from any other bytes without another error', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
      isPkiErrorOrNone(errorOf(() => requireDer(Uint8Array.from(bytes)))),
    )
    expect(fc.check(property)).toMatchObject({ failed: false })
  })
})

function errorOf(action: () => unknown): unknown {
  try {
    action()
    return undefined
  } catch (error) {
    return error
  }
}

const isPkiErrorOrNone = (error: unknown) => error === undefined || error instanceof PkiError
