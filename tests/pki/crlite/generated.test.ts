import { describe, expect, it } from 'vitest'
import { openClubcard } from '../../../src/pki/crlite/clubcard.ts'
import { buildFilter } from '../../lab/crlite/build-filter.ts'
import { encodeFilter } from '../../lab/crlite/encode-filter.ts'
import { deltaFilter, fullFilter } from '../../lab/crlite/filter.ts'
import type { FilterPlan } from '../../lab/crlite/plan.ts'
import { randomBitFilters, randomHashes } from '../../lab/crlite/production-size.ts'
import { randomUniverse } from '../../lab/crlite/universe.ts'
import { answerAbout, errorsIn, high, low, variedUniverse } from './universes.ts'

const versions = [3, 4] as const

describe.each(versions)('a generated filter of version %i', (version) => {
  it.each([1, 2, 3])('says of every certificate of universe %i what is planned', async (seed) => {
    const plan = variedUniverse(seed)
    expect(await errorsIn([openClubcard(fullFilter(plan, version))], plan)).toEqual([])
  })

  it('makes exceptions of what its equations get wrong', async () => {
    const plan = tightUniverse()
    const parts = buildFilter(plan)
    const exceptions = parts.blocks.map((block) => block.exceptions.length)
    expect(exceptions.toSorted((a, b) => a - b)).toEqual([0, expect.any(Number), expect.any(Number)])
    expect(Math.min(...exceptions.filter((count) => count > 0))).toBeGreaterThan(20)
    expect(await errorsIn([openClubcard(encodeFilter(parts, version))], plan)).toEqual([])
  })

  it('knows no error with its deltas, each of which says only what is new', async () => {
    const [first, second, third] = growingUniverse()
    const full = openClubcard(fullFilter(first, version))
    const deltas = [deltaFilter(first, second, version), deltaFilter(second, third, version)].map(
      openClubcard,
    )
    expect(await errorsIn([full, ...deltas], third)).toEqual([])
    expect(await errorsIn([...deltas.toReversed(), full], third)).toEqual([])
    expect(await errorsIn([full, ...deltas.slice(0, 1)], second)).toEqual([])
    expect((await errorsIn(deltas, third)).length).toBe(revokedOf(first))
  })

  it('is the same every time', () => {
    expect(fullFilter(variedUniverse(4), version)).toEqual(fullFilter(variedUniverse(4), version))
    expect(fullFilter(variedUniverse(4), version)).not.toEqual(fullFilter(variedUniverse(5), version))
  })

  it('tells its coverage and counts', () => {
    const filter = openClubcard(fullFilter(variedUniverse(1), version))
    expect(filter).toMatchObject({ coveredUntil: high, logs: 3, issuers: 10 })
    expect(filter.encoding.version).toBe(version)
  })

  it('has production size, of random bits, where nothing is asked of it', async () => {
    const issuerKeyHashes = randomHashes()
    const { full, deltas, logs, timestamp } = randomBitFilters(version, { deltas: 2, issuerKeyHashes })
    const filters = [full, ...deltas].map(openClubcard)
    expect(full.length / 6_100_000).toBeCloseTo(1, 1)
    expect(filters.map((filter) => filter.issuers)).toEqual([969, 969, 969])
    const coverage = logs.map((logId) => ({ logId, low: timestamp, high: timestamp }))
    const [issuer = new Uint8Array()] = issuerKeyHashes
    const { kind } = await answerAbout(filters, { coverage, issuers: [] }, issuer, Uint8Array.of(1))
    expect(kind).not.toBe('unknown')
  })
})

/** Two issuers with more equations than there are rows, one of them inverted, between them one without any. */
function tightUniverse(): FilterPlan {
  const issuers = [
    { known: 1500, revoked: 0.45 },
    { known: 20, revoked: 0 },
    { known: 1500, revoked: 0.55, inverted: true },
  ]
  return { ...randomUniverse({ seed: 9, low, high, issuers }), slack: 0.7 }
}

/** The same certificates, more of them revoked each time. */
function growingUniverse(): readonly [FilterPlan, FilterPlan, FilterPlan] {
  return [universeWith(0.1), universeWith(0.2), universeWith(0.5)]
}

function universeWith(revoked: number): FilterPlan {
  return randomUniverse({ seed: 11, low, high, issuers: [800, 100, 10].map((known) => ({ known, revoked })) })
}

function revokedOf({ issuers }: FilterPlan): number {
  return issuers.reduce((sum, { revoked }) => sum + revoked.length, 0)
}
