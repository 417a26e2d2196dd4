import { describe, expect, it } from 'vitest'
import { type Bytes, viewOf } from '../../../src/pki/bytes.ts'
import { listCommonEntries } from '../../../src/pki/crl/common-entries.ts'
import { type Entry, readEntry } from '../../../src/pki/crl/entry.ts'
import { noReason } from '../../../src/pki/crl/entry-extensions.ts'
import { Block } from '../../../src/pki/crl/listing.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { day, now } from '../build/certificate.ts'
import { entry, reasonCode } from '../build/crl.ts'
import { concat, withByte } from '../build/der.ts'

const rules = { indirect: false, delta: false }
const serial = Uint8Array.from({ length: 17 }, (_, n) => n * 15 + 1)
const other = entry([5], now, reasonCode(3))

/** The first entry of `bytes` as the quick reader has it; undefined if it leaves it to the other. */
function readQuickly(bytes: Bytes) {
  const block = new Block(1, false)
  const end = listCommonEntries(viewOf(bytes), block, 0, 0)
  const [serial, revokedAt, reason] = [block.serials[0], block.times[0], block.marks[0]]
  return block.count === 0 ? undefined : { serial, revokedAt, reason, end }
}

function readThoroughly(bytes: Bytes) {
  const { serial, revokedAt, reason, end } = orRefused(() => readEntry(bytes, 0, rules))
  return { serial, revokedAt: revokedAt | 0, reason, end }
}

const refused = { serial: 0, revokedAt: 0, reason: 0, end: 0 }

function orRefused(read: () => Entry): Pick<Entry, 'serial' | 'revokedAt' | 'reason' | 'end'> {
  try {
    return read()
  } catch (error) {
    if (error instanceof PkiError) return refused
    throw error
  }
}

/** Every way to change one byte. */
function neighbours(bytes: Bytes, length: number): readonly Bytes[] {
  return Array.from({ length: length * 256 }, (_, n) => withByte(bytes, n >> 8, n & 0xff))
}

describe.each([
  ['without a reason', entry(serial, now - day)],
  ['with a reason', entry(serial, now - day, reasonCode(4))],
  ['with the shortest serial', entry([1], now - day)],
  ['with a serial of 20 bytes', entry([...serial, 1, 2, 3], now - day, reasonCode(1))],
  ['of the tenth of October', entry(serial, Date.UTC(2010, 9, 10, 10, 10, 10))],
  ['of the last day of a February', entry(serial, Date.UTC(2024, 1, 29, 23, 59, 59))],
])('a common entry %s', (_, common) => {
  it('is read quickly', () => {
    expect(readQuickly(common)).toEqual(readThoroughly(common))
    expect(readQuickly(concat(common, other))).toMatchObject({ end: common.length })
  })

  it('with one byte changed is read as the thorough reader has it, or left to that', () => {
    const changed = neighbours(concat(common, other), common.length)
    const quick = changed.map((bytes) => ({ bytes, read: readQuickly(bytes) })).filter(({ read }) => read)
    expect(quick.length).toBeGreaterThan(common.length)
    expect(quick.map(({ read }) => read)).toEqual(quick.map(({ bytes }) => readThoroughly(bytes)))
  })

  it('that is cut off is left to the other', () => {
    for (let length = 0; length < common.length; length++) {
      expect(readQuickly(common.slice(0, length))).toBeUndefined()
    }
  })
})

describe('the quick reader', () => {
  it('stops at the first entry of another form, and when the block is full', () => {
    const [one, two] = [entry([1], now), entry([2], now, reasonCode(1))]
    const strange = entry([3], now, reasonCode(8))
    const bytes = concat(one, two, strange, one)
    const [small, large] = [new Block(1, false), new Block(4, false)]
    expect(listCommonEntries(viewOf(bytes), small, 0, 0)).toBe(one.length)
    expect(small.isFull).toBe(true)
    expect(listCommonEntries(viewOf(bytes), large, one.length, 0)).toBe(one.length + two.length)
    expect([...large.marks.subarray(0, large.count)]).toEqual([1])
    expect([...small.marks]).toEqual([noReason])
  })

  it('does not take the length of a length for a length', () => {
    const content = entry(new Uint8Array(127).fill(1), now).subarray(3)
    expect(readQuickly(concat(Uint8Array.of(0x30, content.length), content))).toBeUndefined()
  })

  it.each([
    ['7', reasonCode(7)],
    ['8', reasonCode(8)],
    ['11', reasonCode(11)],
  ])('leaves reason %s alone', (_, reason) => {
    expect(readQuickly(entry(serial, now, reason))).toBeUndefined()
  })
})
