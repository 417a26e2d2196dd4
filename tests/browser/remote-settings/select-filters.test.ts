import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RemoteError } from '../../../src/browser/remote-settings/cause.ts'
import { selectFilters } from '../../../src/browser/remote-settings/select-filters.ts'
import type { RemoteRecord } from '../../../src/pki/remote-settings/changeset.ts'
import { filterRecords, type FilterRecordOptions } from '../../lab/remote-settings/filter-records.ts'
import { filters } from './harness.ts'

const selection = { channel: 'default', version: 153 }

function records(deltas: number, options: FilterRecordOptions & { seed?: number } = {}) {
  const { seed = 0 } = options
  return filterRecords(filters(deltas, { seed }), options)
}

function idsOf(list: readonly RemoteRecord[], version = 153): readonly string[] {
  return selectFilters(list, { ...selection, version }).map(({ id }) => id)
}

function causeOf(list: readonly RemoteRecord[], version = 153): string {
  try {
    return String(idsOf(list, version).length)
  } catch (error) {
    return error instanceof RemoteError ? error.code : String(error)
  }
}

describe('the filters of a channel', () => {
  it('are the full one and its deltas in the order in which they follow, however they are listed', () => {
    const list = records(90)
    const shuffled = list.toSorted((a, b) => (a.id < b.id ? -1 : 1)).toReversed()
    expect(idsOf(shuffled)).toEqual(list.map(({ id }) => id))
  })

  it('are told with all it takes to fetch and to show them', () => {
    const [full, delta] = selectFilters(records(1), selection)
    expect(full).toMatchObject({ isFull: true, parent: undefined, size: 1000 })
    expect(full?.name).toMatch(/^2026-10-23T.*Z-full$/)
    expect(full?.location).toMatch(/^security-state-staging\/.*\.filter$/)
    expect(full?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(delta).toMatchObject({ isFull: false, parent: full?.id, size: 1001 })
  })

  it('are not those of another channel', () => {
    const list = [...records(2), ...records(1, { channel: 'compat', seed: 1 })]
    expect(idsOf(list)).toEqual(records(2).map(({ id }) => id))
    expect(causeOf(records(2, { channel: 'compat' }))).toBe('no-full-filter')
    expect(causeOf([])).toBe('no-full-filter')
  })
})

describe('the version of Firefox', () => {
  const [old, recent, future] = [
    records(2),
    records(1, { version: 150, seed: 1 }),
    records(0, { version: 160, seed: 2 }),
  ]
  const all = [...recent, ...future, ...old]

  it('chooses the newest set that it takes', () => {
    expect(idsOf(all)).toEqual(recent.map(({ id }) => id))
    expect(idsOf(all, 149)).toEqual(old.map(({ id }) => id))
    expect(idsOf(all, 150)).toEqual(recent.map(({ id }) => id))
    expect(idsOf(all, 160)).toEqual(future.map(({ id }) => id))
  })

  it('may be too old for any of them', () => {
    expect(causeOf(all, 132)).toBe('unknown-version')
  })

  it('does not matter to a set without a condition, which comes after any that has one', () => {
    const without = records(1, { seed: 3 }).map((record) =>
      Object.assign({}, record, { filter_expression: undefined }),
    )
    expect(idsOf(without, 1)).toEqual(without.map(({ id }) => id))
    expect(idsOf([...without, ...old])).toEqual(old.map(({ id }) => id))
  })

  it('does not come into conditions that nobody here can judge', () => {
    const strange = records(0, { seed: 4 }).map((record) =>
      Object.assign({}, record, { filter_expression: "env.locale == 'fr'" }),
    )
    expect(causeOf(strange)).toBe('unknown-version')
    expect(idsOf([...strange, ...old])).toEqual(old.map(({ id }) => id))
  })
})

function isJudged(list: readonly RemoteRecord[]): boolean {
  return /^[\da-z-]+$/.test(causeOf(list))
}

describe('a set of filters', () => {
  const list = records(3)

  it('has one full filter, no less and no more', () => {
    expect(causeOf(list.slice(1))).toBe('no-full-filter')
    expect(causeOf([...list, ...records(0, { seed: 1 })])).toBe('several-full-filters')
  })

  it('has no gap', () => {
    for (const missing of [1, 2]) {
      expect(causeOf(list.filter((_, i) => i !== missing))).toBe('broken-chain-of-deltas')
    }
    expect(causeOf(list.slice(0, 3))).toBe('3')
  })

  it('does not branch, nor go in a circle', () => {
    const [full, first, second, third] = list
    const sibling = { ...third, id: 'sibling', parent: first?.id }
    expect(causeOf([...list, sibling])).toBe('broken-chain-of-deltas')
    const apart = [
      { ...second, id: 'x', parent: 'y' },
      { ...third, id: 'y', parent: 'x' },
    ]
    expect(causeOf([...(full && first ? [full, first] : []), ...apart])).toBe('broken-chain-of-deltas')
    const ownParent = { ...first, id: 'own', parent: 'own' }
    expect(causeOf([...list, ownParent])).toBe('broken-chain-of-deltas')
  })

  it('is malformed where a record lacks what it takes to fetch it', () => {
    const attachment = { hash: '0'.repeat(64), size: 5, location: 'a' }
    const sound = { ...records(0)[0], id: 'a', attachment }
    expect(causeOf([sound])).toBe('1')
    for (const defect of [
      { incremental: 'no' },
      { effectiveTimestamp: '2026' },
      { attachment: undefined },
      { attachment: { ...attachment, hash: 'ABC' } },
      { attachment: { ...attachment, size: -1 } },
      { attachment: { ...attachment, location: 7 } },
    ]) {
      expect(causeOf([{ ...sound, ...defect }])).toBe('malformed')
    }
  })

  it('is too large beyond what any set has been', () => {
    const attachment = { hash: '0'.repeat(64), size: 1 << 30, location: 'a' }
    expect(causeOf([{ ...records(0)[0], id: 'a', attachment }])).toBe('too-large')
    expect(causeOf(records(600))).toBe('too-large')
  })

  it('is a list or a RemoteError, whatever stands in the records', () => {
    const field = fc.option(fc.jsonValue(), { nil: undefined })
    const record = fc.record({
      id: fc.string(),
      channel: fc.constantFrom('default', 'other'),
      incremental: fc.oneof(fc.boolean(), field),
      parent: field,
      effectiveTimestamp: fc.oneof(fc.nat(), field),
      filter_expression: fc.oneof(field, fc.constant("env.version|versionCompare('133.!') >= 0")),
      attachment: fc.oneof(field, fc.constant({ hash: '0'.repeat(64), size: 5, location: 'a' })),
      details: field,
    })
    expect(() => fc.assert(fc.property(fc.array(record), isJudged))).not.toThrow()
  })
})
