import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import { limits } from '../../../src/pki/limits.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { encodeFilter } from '../../lab/crlite/encode-filter.ts'
import type { BlockParts, FilterParts } from '../../lab/crlite/filter-parts.ts'
import { seededRandom } from '../../lab/crlite/random.ts'
import { concat, withByte } from '../build/der.ts'
import { refusalOf, smallFilter } from './samples.ts'

const versions = [3, 4] as const
const parts = smallFilter()

const withBlock = (n: number, change: Partial<BlockParts>): FilterParts => ({
  ...parts,
  blocks: parts.blocks.map((block, i) => (i === n ? { ...block, ...change } : block)),
})

const withLogs = (count: number): FilterParts => {
  const random = seededRandom(5)
  const coverage = Array.from({ length: count }, () => ({ logId: random.bytes(32), low: 0, high: 1 }))
  return { ...parts, coverage }
}

describe.each(versions)('a clubcard of version %i', (version) => {
  const sample = encodeFilter(parts, version)

  it('is opened without its bytes being copied', () => {
    const padded = concat(Uint8Array.of(9, 9, 9), sample)
    const clubcard = openClubcard(padded.subarray(3))
    expect(clubcard.view.buffer).toBe(padded.buffer)
    expect(clubcard).toMatchObject({ logs: 3, issuers: 4 })
  })

  it('has a table of its blocks only where some have exceptions', () => {
    const plain = { ...parts, blocks: parts.blocks.map((block) => ({ ...block, exceptions: [] })) }
    expect(openClubcard(encodeFilter(plain, version)).blocks.starts).toBeUndefined()
    expect(openClubcard(sample).blocks.starts).toHaveLength(4)
  })

  it('that covers and enrolls nothing is one', () => {
    const empty = { coverage: [], blocks: [], approximate: [], exact: new Uint8Array() }
    expect(openClubcard(encodeFilter(empty, version))).toMatchObject({ logs: 0, issuers: 0, coveredUntil: 0 })
  })

  it.each<[string, FilterParts]>([
    ['with more columns asked than there are', withBlock(1, { approxRank: parts.approximate.length + 1 })],
    ['with a block neither inverted nor not', withBlock(2, { inverted: 2 })],
    ['with an exception without a serial', withBlock(0, { exceptions: [new Uint8Array()] })],
    ['with issuers in another order', { ...parts, blocks: parts.blocks.toReversed() }],
    ['with an issuer twice', { ...parts, blocks: [...parts.blocks, ...parts.blocks.slice(-1)] }],
    ['with a log twice', { ...parts, coverage: [...parts.coverage, ...parts.coverage.slice(0, 1)] }],
  ])('%s is refused', (_, wrong) => {
    expect(refusalOf(() => openClubcard(encodeFilter(wrong, version)))).toBe('malformed')
  })

  it.each<[string, Bytes, string]>([
    ['of another version', withByte(sample, 0, 2), 'unsupported'],
    ['with the reserved byte in use', withByte(sample, 1, 1), 'unsupported'],
    ['with a byte more', concat(sample, Uint8Array.of(0)), 'malformed'],
    ['of nothing', new Uint8Array(), 'unsupported'],
    ['larger than any', new Uint8Array(limits.clubcard + 1), 'too-large'],
  ])('%s is refused', (_, bytes, code) => {
    expect(refusalOf(() => openClubcard(bytes))).toBe(code)
  })

  it('that covers more logs than there ever will be is refused', () => {
    const [most, more] = [0, 1].map((n) => encodeFilter(withLogs(limits.clubcardLogs + n), version))
    expect(openClubcard(most ?? sample).logs).toBe(limits.clubcardLogs)
    expect(refusalOf(() => openClubcard(more ?? sample))).toBe('too-large')
  })

  it('that is cut off anywhere is refused', () => {
    for (let length = 0; length < sample.length; length++) {
      expect(() => openClubcard(sample.slice(0, length))).toThrow(PkiError)
    }
  })
})

describe('a clubcard of version 3', () => {
  const sample = encodeFilter({ ...parts, coverage: [] }, 3)

  it.each<[string, FilterParts]>([
    ['rows that no number of 32 bits counts', withBlock(0, { approxM: 2 ** 32 })],
    ['offsets that no number of 32 bits holds', withBlock(3, { exactOffset: 2 ** 53 })],
    ['keys of another length', withBlock(0, { keyHash: new Uint8Array(31) })],
  ])('with %s is refused', (_, wrong) => {
    expect(refusalOf(() => openClubcard(encodeFilter(wrong, 3)))).toBe('malformed')
  })

  it('with more columns than version 4 could count is refused', () => {
    const wide = { ...parts, approximate: Array.from({ length: 256 }, () => new Uint8Array()) }
    expect(refusalOf(() => openClubcard(encodeFilter(wide, 3)))).toBe('too-large')
  })

  it.each([
    ['logs', 2],
    ['blocks', 10],
    ['exceptions', 18 + 81],
  ])('whose count of %s is anything beyond its bytes is refused at once', (_, at) => {
    for (const [place, byte] of [
      [7, 0xff],
      [6, 0x20],
      [4, 1],
      [3, 1],
    ] as const) {
      expect(refusalOf(() => openClubcard(withByte(sample, at + place, byte)))).toBe('malformed')
    }
  })
})
