import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { equationOf, remainder } from '../../../src/pki/crlite/equation.ts'
import { crliteData, hasCrliteData } from '../../conformance/crlite-data.ts'
import { encodeFilter } from '../../lab/crlite/encode-filter.ts'
import type { FilterParts } from '../../lab/crlite/filter-parts.ts'
import { hex } from '../build/der.ts'
import { readFilter } from './reference.ts'

describe('an equation', () => {
  // Of a certificate that was revoked on 2026-06-24.
  const digest = hex('0c216964f9d9ccf17e2d111fe3da135d5373aa4aeb26c457e91df2d697e97cf4')
  const hashing = { digest: () => Promise.resolve(digest.buffer) }
  const equation = equationOf(new Uint8Array(32), new Uint8Array(16), hashing)

  it('has the words of the digest for coefficients, the first bit set', async () => {
    const { coefficients } = await equation
    const words = [
      '6469210d',
      'f1ccd9f9',
      '1f112d7e',
      '5d13dae3',
      '4aaa7353',
      '57c426eb',
      'd6f21de9',
      'f47ce997',
    ]
    expect(Array.from(coefficients, (word) => (word >>> 0).toString(16))).toEqual([...words, '0'])
  })

  it('begins at the rows that its last 64 bits say', async () => {
    const { high, low } = await equation
    expect(BigInt(high) * 2n ** 32n + BigInt(low)).toBe(17617212680722062825n)
    expect(32091 + remainder(await equation, 15923)).toBe(34039)
    expect(103188 + remainder(await equation, 47412)).toBe(122361)
  })

  it.each([1, 2, 3, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0xfffffffb, 0xffffffff])(
    'has the exact remainder by %i',
    async (m) => {
      expect(remainder(await equation, m)).toBe(Number(17617212680722062825n % BigInt(m)))
    },
  )
})

describe('the smallest useful filter', () => {
  const keyHash = new Uint8Array(32).fill(0xf1)
  const coverage = [1, 2].map((n) => ({ logId: new Uint8Array(32).fill(n), low: 0, high: 9999913599999 }))
  const rows = { approxM: 1, approxRank: 0, approxOffset: 0, exactM: 2, exactOffset: 0 }
  const parts: FilterParts = {
    coverage,
    blocks: [{ keyHash, ...rows, inverted: 0, exceptions: [] }],
    approximate: [],
    exact: hex('0200000000000000'),
  }
  it('takes 227 bytes in version 3', () => {
    const bytes = encodeFilter(parts, 3)
    expect(bytes).toHaveLength(227)
    // Version, logs, blocks, length of the key, the key; approx_m, exact_m, words, word.
    expect(bytesAt(bytes, 0, 2, 106, 114, 122, 154, 162, 211, 219)).toEqual([3, 2, 1, 32, 0xf1, 1, 2, 1, 2])
  })

  it('takes 169 bytes in version 4', () => {
    const bytes = encodeFilter(parts, 4)
    expect(bytes).toHaveLength(169)
    expect(bytesAt(bytes, 0, 3, 103, 104, 139, 148, 160, 168)).toEqual([4, 2, 1, 0xf1, 1, 2, 1, 2])
  })
})

describe.skipIf(!hasCrliteData)('a published filter', () => {
  const delta = 'real/20260624-1-default.v4.filter.delta'

  it.each([
    ['firefox-unit/20201017-0.v3.filter', 3],
    ['firefox-unit/20201017-1.v3.delta', 3],
    ['firefox-unit/20201017-2.v3.delta', 3],
    ['firefox-unit/20201017-0.v4.filter', 4],
    ['firefox-unit/20201017-1.v4.delta', 4],
    ['firefox-unit/20201017-2.v4.delta', 4],
    [delta, 4],
  ] as const)('is what our generator would write: %s', (path, version) => {
    const bytes = read(path)
    expect(Buffer.compare(encodeFilter(readFilter(bytes), version), bytes)).toBe(0)
  })

  it('has the size in the other version that its publisher says', () => {
    expect(encodeFilter(readFilter(read(delta)), 3)).toHaveLength(212_955)
  })
})

function bytesAt(bytes: Uint8Array, ...places: readonly number[]) {
  return places.map((at) => bytes[at])
}

function read(path: string) {
  return Uint8Array.from(readFileSync(join(crliteData, path)))
}
