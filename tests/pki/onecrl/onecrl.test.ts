import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { limits } from '../../../src/pki/limits.ts'
import { entryHash } from '../../../src/pki/onecrl/entry-hash.ts'
import { askOneCrl, findInOneCrl, type OneCrlSubject } from '../../../src/pki/onecrl/look-up.ts'
import { indexOneCrl, type OneCrlIndex, openOneCrlIndex } from '../../../src/pki/onecrl/onecrl-index.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { crliteData } from '../../conformance/crlite-data.ts'
import { seededRandom } from '../../lab/crlite/random.ts'
import { name } from '../build/certificate.ts'
import { concat, hex, sequence, withByte } from '../build/der.ts'

const ca: OneCrlSubject = {
  issuer: name('Root'),
  serial: hex('00f1a2'),
  subject: name('Intermediate'),
  spki: sequence(hex('020101')),
}
const other: OneCrlSubject = { ...ca, serial: hex('f1a2'), subject: name('Another') }

const base64 = (bytes: Bytes) => Buffer.from(bytes).toString('base64')
let bySerial: Record<string, unknown>
let byKey: Record<string, unknown>

beforeAll(async () => {
  const keyHash = new Uint8Array(await crypto.subtle.digest('SHA-256', ca.spki))
  const details = {
    bug: 'https://bugzilla.mozilla.org/show_bug.cgi?id=1234567',
    created: '2026-01-02T03:04:05Z',
  }
  bySerial = {
    id: '668c895f-ccea-44cf-a502-8c8704d4da8c',
    issuerName: base64(ca.issuer),
    serialNumber: base64(ca.serial),
    details,
  }
  byKey = { id: 'of-the-key', subject: base64(ca.subject), pubKeyHash: base64(keyHash) }
})

const find = (records: readonly unknown[], subject = ca) =>
  findInOneCrl(openOneCrlIndex(indexOneCrl(records).bytes), subject, crypto.subtle)

describe('a certificate is listed', () => {
  it('by its issuer and serial, with what the record tells', async () => {
    expect(await find([bySerial])).toEqual({
      by: 'serial',
      id: '668c895f-ccea-44cf-a502-8c8704d4da8c',
      bug: 1234567,
      created: Date.UTC(2026, 0, 2, 3, 4, 5),
    })
  })

  it('by its subject and key', async () => {
    expect(await find([byKey])).toEqual({ by: 'key', id: 'of-the-key' })
    expect(await find([byKey], { ...ca, serial: hex('01') })).toMatchObject({ by: 'key' })
  })

  it.each([true, false, undefined, 'no'])('whether the record is enabled or not: %s', async (enabled) => {
    expect(await find([{ ...bySerial, enabled }])).toMatchObject({ by: 'serial' })
  })

  it('by the first pair of a record that has both', async () => {
    const both = { ...byKey, ...bySerial, serialNumber: base64(hex('05')) }
    expect(await find([both])).toBeUndefined()
    expect(await find([both], { ...ca, serial: hex('05') })).toMatchObject({ by: 'serial' })
  })

  it.each(['issuerName', 'serialNumber'])('by the second pair if there is no %s', async (field) => {
    for (const nothing of ['', null, undefined]) {
      expect(await find([{ ...bySerial, ...byKey, [field]: nothing }])).toMatchObject({ by: 'key' })
    }
  })

  it('whatever else the record says', async () => {
    const strange = [
      { id: 7 },
      { id: '<b>' },
      { details: null },
      { details: { bug: 'javascript:1', created: 'soon' } },
    ]
    for (const fields of strange) {
      const { issuerName, serialNumber } = bySerial
      expect(await find([{ issuerName, serialNumber, ...fields }])).toEqual({ by: 'serial', id: '' })
    }
  })

  it('among others of the same subject', async () => {
    const others = Array.from({ length: 5 }, (_, n) => ({
      ...byKey,
      pubKeyHash: base64(new Uint8Array(32).fill(n)),
    }))
    expect(await find([...others, byKey, ...others])).toMatchObject({ id: 'of-the-key' })
  })
})

describe('a certificate is not listed', () => {
  it.each<[string, Partial<OneCrlSubject>]>([
    ['whose serial lacks the sign byte', { serial: hex('f1a2') }],
    ['whose serial is longer', { serial: hex('00f1a200') }],
    ['of another issuer', { issuer: name('root') }],
    [
      'whose issuer and serial only together are the same bytes',
      { issuer: concat(name('Root'), hex('00')), serial: hex('f1a2') },
    ],
  ])('%s', async (_, change) => {
    expect(await find([bySerial], { ...ca, ...change })).toBeUndefined()
  })

  it.each<[string, Partial<OneCrlSubject>]>([
    ['with another key', { spki: sequence(hex('020102')) }],
    ['of another subject', { subject: name('intermediate') }],
    ['whose issuer is the subject', { subject: name('Leaf'), issuer: name('Intermediate') }],
  ])('%s', async (_, change) => {
    expect(await find([byKey], { ...ca, ...change })).toBeUndefined()
  })

  it('in an empty list', async () => {
    expect(await find([])).toBeUndefined()
  })
})

describe('two serials of one hash', () => {
  it('are told apart', async () => {
    const [listed, unlisted] = collision()
    const record = { ...bySerial, serialNumber: base64(listed) }
    expect(await find([record], { ...ca, serial: listed })).toBeDefined()
    expect(await find([record], { ...ca, serial: unlisted })).toBeUndefined()
  })
})

function collision(): readonly [Bytes, Bytes] {
  const random = seededRandom(1)
  const seen = new Map<number, Bytes>()
  for (;;) {
    const key = random.bytes(8)
    const hash = entryHash({ by: 'serial', name: ca.issuer, key })
    const other = seen.get(hash)
    if (other) return [other, key]
    seen.set(hash, key)
  }
}

describe('a chain', () => {
  it('has an answer for each of its certificates', async () => {
    const index = indexOneCrl([bySerial])
    expect(await askOneCrl(index, [other, ca, other], crypto.subtle)).toEqual([
      undefined,
      expect.objectContaining({ bug: 1234567 }),
      undefined,
    ])
  })
})

describe('records that mean no certificate', () => {
  it('are skipped and counted', async () => {
    const { issuerName, serialNumber } = bySerial
    const bad = [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { issuerName },
      { subject: issuerName },
      { issuerName, serialNumber: 5 },
      { issuerName, serialNumber: '' },
      { issuerName, serialNumber: 'AB' },
      { issuerName, serialNumber: 'AB==\n' },
      { issuerName, serialNumber: 'AB==' },
      { issuerName, serialNumber: 'A===' },
      { issuerName, serialNumber: 'AB-_' },
      { issuerName: '', serialNumber },
      { issuerName, serialNumber: base64(new Uint8Array(256)) },
      { issuerName: base64(new Uint8Array(65_536)), serialNumber },
      { id: 'gone', deleted: true },
    ]
    const index = indexOneCrl([...bad, bySerial])
    expect(index).toMatchObject({ count: 1, skipped: bad.length })
    expect(await findInOneCrl(index, ca, crypto.subtle)).toBeDefined()
  })

  it('may be anything at all', () => {
    const property = fc.property(fc.array(fc.anything()), (records) => {
      const { count, skipped } = indexOneCrl(records)
      return count + skipped === records.length
    })
    expect(fc.check(property, { numRuns: 500 })).toMatchObject({ failed: false })
  })

  it('may be of any text', () => {
    const text = fc.oneof(fc.string(), fc.base64String())
    const record = fc.record({ issuerName: text, serialNumber: text, id: text })
    const property = fc.property(fc.array(record), (records) => {
      const { count, skipped } = indexOneCrl(records)
      return count + skipped === records.length
    })
    expect(fc.check(property, { numRuns: 500 })).toMatchObject({ failed: false })
  })

  it('are not read when there are more than there can be', () => {
    expect(() => indexOneCrl(Array.from({ length: limits.oneCrlRecords + 1 }))).toThrow(PkiError)
  })
})

describe('a stored index', () => {
  it('is the same again, wherever in memory it lies', async () => {
    const { bytes } = indexOneCrl([bySerial, byKey, 5])
    for (const offset of [0, 1, 4]) {
      const moved = concat(new Uint8Array(offset), bytes).subarray(offset)
      const index = openOneCrlIndex(moved)
      expect(index).toMatchObject({ count: 2, skipped: 1 })
      expect(await findInOneCrl(index, ca, crypto.subtle)).toMatchObject({ by: 'serial' })
    }
  })

  it('that is cut off, lengthened or changed anywhere is refused', () => {
    const { bytes } = indexOneCrl([bySerial, byKey])
    for (const [at, byte] of bytes.entries()) {
      expect(() => openOneCrlIndex(bytes.slice(0, at))).toThrow(PkiError)
      expect(() => openOneCrlIndex(withByte(bytes, at, byte ^ 1))).toThrow(PkiError)
      expect(() => openOneCrlIndex(withByte(bytes, at, byte ^ 0x80))).toThrow(PkiError)
    }
    expect(() => openOneCrlIndex(concat(bytes, new Uint8Array(4)))).toThrow(PkiError)
  })
})

const list = resolve(crliteData, '../onecrl.json')

describe.skipIf(!existsSync(list))('the list of Firefox 153', () => {
  let records: readonly Record<string, string>[]
  let index: OneCrlIndex

  beforeAll(() => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is not so, is not found
    records = (JSON.parse(readFileSync(list, 'utf8')) as { data: Record<string, string>[] }).data
    index = indexOneCrl(records)
  })

  it('is indexed whole, in a third of its size', () => {
    expect(index).toMatchObject({ count: 1918, skipped: 0 })
    expect(index.bytes.length).toBeLessThan(readFileSync(list).length / 3)
  })

  it('has a record for each pair of issuer and serial, and none with a bit changed', async () => {
    const subjects = records.filter(({ issuerName }) => issuerName !== undefined).map(subjectOf)
    expect(subjects).toHaveLength(1909)
    expect(await askOneCrl(index, subjects, crypto.subtle)).not.toContain(undefined)
    const changed = subjects.map(({ issuer, subject, spki, serial }) => {
      const [first = 0] = serial
      return { issuer, subject, spki, serial: withByte(serial, 0, first ^ 0x40) }
    })
    expect((await askOneCrl(index, changed, crypto.subtle)).filter(Boolean)).toEqual([])
  })

  it('has a record for each pair of subject and key', async () => {
    const ofKeys = records.filter(({ pubKeyHash }) => pubKeyHash !== undefined)
    expect(ofKeys).toHaveLength(9)
    for (const record of ofKeys) {
      const crypto = { digest: () => Promise.resolve(decode(record['pubKeyHash']).buffer) }
      expect(await findInOneCrl(index, subjectOf(record), crypto)).toMatchObject({ by: 'key' })
    }
  })

  it('is looked up in some microseconds', async () => {
    const subjects = records.map(subjectOf)
    const times: number[] = []
    for (let round = 0; round < 5; round++) {
      const start = performance.now()
      for (const subject of subjects) await findInOneCrl(index, subject, crypto.subtle)
      times.push((performance.now() - start) / subjects.length)
    }
    expect(Math.min(...times)).toBeLessThan(0.02)
  })
})

function subjectOf({ issuerName, serialNumber, subject }: Record<string, string>): OneCrlSubject {
  return {
    issuer: decode(issuerName),
    serial: decode(serialNumber),
    subject: decode(subject),
    spki: new Uint8Array(),
  }
}

function decode(text = ''): Bytes {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}
