import { describe, expect, it } from 'vitest'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { isNumber, isText } from '../../src/policy/shape.ts'
import { deferred } from '../fakes/deferred.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

describe('a session table', () => {
  it('survives a suspension of the event page', async () => {
    const storage = new MemoryStorage()
    await createSessionTable<number>(storage, 'page', 10, isNumber).keep('a', 1)
    expect(await createSessionTable<number>(storage, 'page', 10, isNumber).find('a')).toBe(1)
  })

  it('holds no more than its limit, across suspensions, and leaves nothing behind', async () => {
    const storage = new MemoryStorage()
    for (const key of ['a', 'b', 'c'])
      await createSessionTable<string>(storage, 'page', 2, isText).keep(key, key)
    const table = createSessionTable<string>(storage, 'page', 2, isText)
    expect(await Promise.all(['a', 'b', 'c'].map((key) => table.find(key)))).toEqual([undefined, 'b', 'c'])
    expect(storage.items.size).toBe(3)
  })

  it('does not bring back what was dropped, nor what was cleared', async () => {
    const storage = new MemoryStorage()
    const table = createSessionTable<number>(storage, 'page', 10, isNumber)
    await table.keep('a', 1)
    void table.drop('a')
    expect(await table.find('a')).toBeUndefined()
    await table.keep('b', 2)
    await table.clear()
    expect(await createSessionTable<number>(storage, 'page', 10, isNumber).find('b')).toBeUndefined()
  })

  it('writes what comes in a burst at once, and leaves the last of each', async () => {
    const storage = new MemoryStorage()
    const table = createSessionTable<number>(storage, 'page', 3, isNumber)
    await Promise.all(Array.from({ length: 50 }, (_, n) => table.keep(`tab ${n % 5}`, n)))
    expect(storage.writes).toBe(1)
    const other = createSessionTable<number>(storage, 'page', 3, isNumber)
    expect(await other.list()).toEqual([47, 48, 49])
    expect(await table.list()).toEqual([47, 48, 49])
    await Promise.all([other.drop('tab 4'), other.keep('tab 4', 50), other.drop('tab 3')])
    expect(await createSessionTable<number>(storage, 'page', 3, isNumber).list()).toEqual([47, 50])
  })

  it('keeps what came while it was writing', async () => {
    const storage = new MemoryStorage()
    const table = createSessionTable<string>(storage, 'page', 1, isText)
    const first = table.keep('a', 'old')
    await Promise.resolve()
    const rest = [table.keep('b', 'b'), table.keep('a', 'new')]
    await Promise.all([first, ...rest])
    expect(await createSessionTable<string>(storage, 'page', 1, isText).list()).toEqual(['new'])
    expect(await table.find('a')).toBe('new')
    expect(storage.items.size).toBe(2)
  })

  it('writes what may wait a moment later, with what has come by then, the last of each', async () => {
    const storage = new MemoryStorage()
    const moment = deferred<void>()
    const table = createSessionTable<number>(storage, 'page', 10, isNumber, () => moment.promise)
    for (const value of [1, 2, 3]) table.keepSoon('a', value)
    table.keepSoon('b', 4)
    expect(await table.find('a')).toBe(3)
    expect(await table.find('c')).toBeUndefined()
    expect(storage.writes).toBe(0)
    moment.resolve()
    await new Promise((resolve) => setTimeout(resolve))
    expect(storage.writes).toBe(1)
    expect(await createSessionTable<number>(storage, 'page', 10, isNumber).list()).toEqual([3, 4])
  })

  it('writes what waits together with what does not, in its order', async () => {
    const storage = new MemoryStorage()
    const table = createSessionTable<number>(storage, 'page', 10, isNumber, () => new Promise(() => {}))
    table.keepSoon('a', 1)
    await table.drop('a')
    table.keepSoon('b', 2)
    table.keepSoon('c', 3)
    expect(await table.list()).toEqual([2, 3])
    await table.dropWhere((_, value) => value === 2)
    expect(storage.writes).toBe(3)
    expect(await createSessionTable<number>(storage, 'page', 10, isNumber).list()).toEqual([3])
    table.keepSoon('d', 4)
    await table.clear()
    expect(await createSessionTable<number>(storage, 'page', 10, isNumber).list()).toEqual([])
  })

  it('works from memory where the storage fails', async () => {
    const storage = new MemoryStorage()
    storage.failure = new Error('QuotaExceededError')
    const table = createSessionTable<number>(storage, 'page', 10, isNumber)
    await table.keep('a', 1)
    expect(await table.find('a')).toBe(1)
    expect(await table.find('b')).toBeUndefined()
  })

  it('keeps apart from other tables', async () => {
    const storage = new MemoryStorage()
    await createSessionTable<number>(storage, 'page', 10, isNumber).keep('a', 1)
    expect(await createSessionTable<number>(storage, 'hold', 10, isNumber).find('a')).toBeUndefined()
  })
})
