import { describe, expect, it } from 'vitest'
import type { FilterFile } from '../../../src/browser/remote-settings/filter-file.ts'
import { planFilters } from '../../../src/browser/remote-settings/plan-filters.ts'

function file(hash: string, size = 10): FilterFile {
  const names = { id: hash, name: hash, location: hash }
  return { ...names, hash, size, isFull: false, parent: undefined, effectiveTimestamp: 0 }
}

const [a, b, c] = [file('a', 100), file('b', 20), file('c', 3)]
const onDisk = (inForce: string, stored: string) => ({ inForce: new Set(inForce), stored: new Set(stored) })

describe('a plan', () => {
  it('is to fetch everything where there is nothing', () => {
    expect(planFilters([a, b], onDisk('', ''))).toEqual({
      filters: [a, b],
      additions: [
        { file: a, isStored: false },
        { file: b, isStored: false },
      ],
      drop: [],
      totalBytes: 120,
      additionalBytes: 120,
      missingBytes: 120,
    })
  })

  it('has nothing to add to what is in force', () => {
    expect(planFilters([a, b], onDisk('ab', 'ab'))).toMatchObject({
      additions: [],
      drop: [],
      missingBytes: 0,
    })
  })

  it('looks only at what an interrupted update has left', () => {
    expect(planFilters([a, b, c], onDisk('a', 'ab'))).toMatchObject({
      additions: [
        { file: b, isStored: true },
        { file: c, isStored: false },
      ],
      totalBytes: 123,
      additionalBytes: 23,
      missingBytes: 3,
    })
  })

  it('drops what is neither in force nor wanted, and only that', () => {
    expect(planFilters([c], onDisk('a', 'ab')).drop).toEqual(['b'])
  })

  it('fetches again what was in force and has gone missing', () => {
    expect(planFilters([a, b], onDisk('ab', 'a')).additions).toEqual([{ file: b, isStored: false }])
  })

  it('fetches the same file once', () => {
    expect(planFilters([a, { ...a, id: 'again' }], onDisk('', '')).additions.length).toBe(1)
  })

  it('is refused beyond what a disk should be asked for', () => {
    const large = Array.from({ length: 10 }, (_, i) => file(String(i), 30 << 20))
    expect(() => planFilters(large, onDisk('', ''))).toThrow(expect.objectContaining({ code: 'too-large' }))
  })
})
