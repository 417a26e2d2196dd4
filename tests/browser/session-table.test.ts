import { describe, expect, it } from 'vitest'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

describe('a session table', () => {
  it('survives a suspension of the event page', async () => {
    const storage = new MemoryStorage()
    await createSessionTable<number>(storage, 'page', 10).keep('a', 1)
    expect(await createSessionTable<number>(storage, 'page', 10).find('a')).toBe(1)
  })

  it('holds no more than its limit, across suspensions, and leaves nothing behind', async () => {
    const storage = new MemoryStorage()
    for (const key of ['a', 'b', 'c']) await createSessionTable<string>(storage, 'page', 2).keep(key, key)
    const table = createSessionTable<string>(storage, 'page', 2)
    expect(await Promise.all(['a', 'b', 'c'].map((key) => table.find(key)))).toEqual([undefined, 'b', 'c'])
    expect(storage.items.size).toBe(3)
  })

  it('does not bring back what was dropped, nor what was cleared', async () => {
    const storage = new MemoryStorage()
    const table = createSessionTable<number>(storage, 'page', 10)
    await table.keep('a', 1)
    void table.drop('a')
    expect(await table.find('a')).toBeUndefined()
    await table.keep('b', 2)
    await table.clear()
    expect(await createSessionTable<number>(storage, 'page', 10).find('b')).toBeUndefined()
  })

  it('works from memory where the storage fails', async () => {
    const storage = new MemoryStorage()
    storage.failure = new Error('QuotaExceededError')
    const table = createSessionTable<number>(storage, 'page', 10)
    await table.keep('a', 1)
    expect(await table.find('a')).toBe(1)
    expect(await table.find('b')).toBeUndefined()
  })

  it('keeps apart from other tables', async () => {
    const storage = new MemoryStorage()
    await createSessionTable<number>(storage, 'page', 10).keep('a', 1)
    expect(await createSessionTable<number>(storage, 'hold', 10).find('a')).toBeUndefined()
  })
})
