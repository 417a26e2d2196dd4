import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createStoredList } from '../../src/browser/storage/stored-list.ts'
import { isNumber } from '../../src/policy/shape.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

let storage: MemoryStorage

beforeEach(() => {
  storage = new MemoryStorage()
})

const create = () => createStoredList(storage, 'numbers', isNumber)

describe('a list in a storage', () => {
  it('loses nothing of two changes at once', async () => {
    const list = create()
    await Promise.all([1, 2, 3].map((n) => list.change((all) => [...all, n])))
    expect(await list.read()).toEqual([1, 2, 3])
    expect(await create().read()).toEqual([1, 2, 3])
  })

  it('has what is being changed when it is read', async () => {
    const list = create()
    void list.change(() => [7])
    expect(await list.read()).toEqual([7])
  })

  it('is not written over where it cannot be read, and goes on after a change that failed', async () => {
    const list = create()
    await list.change(() => [1])
    vi.spyOn(storage, 'get').mockRejectedValueOnce(new Error('busy'))
    await expect(list.change(() => [])).rejects.toThrow('busy')
    await list.change((all) => [...all, 2])
    expect(await list.read()).toEqual([1, 2])
  })

  it('is not written where nothing changes', async () => {
    await create().change((all) => all)
    expect(storage.writes).toBe(0)
  })

  it('has nothing in it that is not sound, and nothing at all where it cannot be read', async () => {
    await storage.set({ numbers: [1, 'two', null, 3] })
    expect(await create().read()).toEqual([1, 3])
    await storage.set({ numbers: 'all' })
    expect(await create().read()).toEqual([])
    storage.failure = new Error('gone')
    expect(await create().read()).toEqual([])
  })
})
