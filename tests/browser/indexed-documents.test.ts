import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoredDocument } from '../../src/browser/documents/document-store.ts'
import { createIndexedDocuments } from '../../src/browser/documents/indexed-documents.ts'
import {
  createPrivateDocuments,
  type EncodedDocument,
} from '../../src/browser/documents/private-documents.ts'
import { createLargeDocuments } from '../../src/browser/documents/large-documents.ts'
import { summarise } from '../../src/browser/documents/summary.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
import { isEncodedDocument } from '../../src/browser/storage/record-shapes.ts'
import { MemoryStorage } from '../fakes/memory-storage.ts'

const NOW = Date.UTC(2026, 10, 22)
const DAY = 86_400_000

let now: number

beforeEach(() => {
  now = NOW
  Object.assign(globalThis, { indexedDB: new IDBFactory() })
})

const create = () => createIndexedDocuments(() => now)

function document(key: string, more: Partial<StoredDocument> = {}): StoredDocument {
  const bytes = Uint8Array.of(0x30, 3, 2, 1, 7)
  return {
    key,
    source: 'ocsp',
    bytes,
    url: 'http://crl.example/',
    fetchedAt: NOW,
    thisUpdate: NOW,
    until: NOW + DAY,
    usedAt: NOW,
    subject: { certificate: bytes, issuer: bytes, role: 'leaf', isBuiltInRoot: true },
    ...more,
  }
}

describe('stored documents', () => {
  it('come back as they were, also after a restart', async () => {
    await create().save(document('a'))
    expect(await create().load('a')).toEqual(document('a'))
    expect(await create().load('b')).toBeUndefined()
  })

  it('are counted with their size and ages', async () => {
    const store = create()
    expect(summarise(await store.list())).toEqual({ documents: 0, bytes: 0, sources: [] })
    await store.save(document('a', { thisUpdate: NOW - DAY }))
    await store.save(document('b'))
    expect(summarise(await store.list())).toEqual({
      documents: 2,
      bytes: 10,
      sources: [{ source: 'ocsp', documents: 2, bytes: 10 }],
      oldest: NOW - DAY,
      newest: NOW,
    })
  })

  it('can be cleared', async () => {
    const store = create()
    await store.save(document('a'))
    await store.clear()
    expect(await store.load('a')).toBeUndefined()
  })

  it('are let go a week after they have ended, when others come', async () => {
    const store = create()
    await store.save(document('old', { until: NOW }))
    now += 6 * DAY
    await create().save(document('a'))
    expect(await store.load('old')).toBeDefined()
    now += 2 * DAY
    await create().save(document('b'))
    expect(await store.load('old')).toBeUndefined()
  })

  it('that are no documents are dropped', async () => {
    await create().save(document('a'))
    const database = await openDB('hardfail')
    await database.put('bodies', { bytes: 'not bytes' }, 'a')
    expect(await create().load('a')).toBeUndefined()
    expect(await database.getAllKeys('bodies')).toEqual([])
    expect(await database.getAllKeys('entries')).toEqual([])
  })

  it('whose bytes are not all there are dropped', async () => {
    const store = create()
    await store.save(document('a'))
    const database = await openDB('hardfail')
    const { subject } = document('a')
    await database.put('bodies', { subject, bytes: Uint8Array.of(0x30, 3) }, 'a')
    expect(await create().load('a')).toBeUndefined()
    expect(await create().list()).toEqual([])
  })

  it('never give way to an older one, whoever comes at the same time, unless they have ended', async () => {
    const stores = [
      create(),
      createPrivateDocuments(
        { find: () => Promise.resolve(undefined), load: () => Promise.resolve(undefined) },
        createSessionTable<EncodedDocument>(new MemoryStorage(), 'private-document', 10, isEncodedDocument),
        createLargeDocuments(),
      ),
    ]
    const ages = [0, 3, 1, 4, 2]
    for (const store of stores) {
      const saved = await Promise.all(
        ages.map((age) => store.save(document('a', { thisUpdate: NOW - age * 1_000 }))),
      )
      expect(saved).toEqual([true, false, false, false, false])
      expect((await store.load('a'))?.thisUpdate).toBe(NOW)
      await store.save(document('b', { until: NOW - 1 }))
      expect(await store.save(document('b', { thisUpdate: NOW - 5 })), 'over one that has ended').toBe(true)
    }
  })

  it('do not get the facts of the document whose place they took', async () => {
    const store = create()
    const old = document('a')
    const renewed = document('a', {
      bytes: Uint8Array.of(0x30, 1, 9),
      fetchedAt: NOW + 5,
      thisUpdate: NOW + 4,
      until: NOW + 9 * DAY,
    })
    await store.save(old)
    await store.save(renewed)
    const { bytes: _, subject: __, ...facts } = old
    await store.note({ ...facts, usedAt: NOW + 6 })
    expect(await store.load('a')).toEqual(renewed)
  })

  it('can be noted anew without their bytes', async () => {
    const store = create()
    await store.save(document('a'))
    const { bytes: _, subject: __, ...facts } = document('a', { usedAt: NOW + DAY })
    await store.note(facts)
    await store.note({ ...facts, key: 'b' })
    expect(await create().load('a')).toEqual(document('a', { usedAt: NOW + DAY }))
    expect(await store.find('b')).toBeUndefined()
  })

  it('leave when there is no room: first what has ended, then what was not needed for longest', async () => {
    const store = createIndexedDocuments(() => now, { bytes: 15, documents: 100 })
    await store.save(document('used lately', { usedAt: NOW - 1 }))
    await store.save(document('used long ago', { usedAt: NOW - DAY }))
    await store.save(document('ended', { until: NOW - 1 }))
    const keysAfter = async (key: string) => {
      await store.save(document(key))
      return (await store.list()).map((entry) => entry.key).toSorted()
    }
    expect(await keysAfter('x')).toEqual(['used lately', 'used long ago', 'x'])
    expect(await keysAfter('y')).toEqual(['used lately', 'x', 'y'])
  })

  it('stay within their number, and one that is larger than all of them may be is not kept', async () => {
    const store = createIndexedDocuments(() => now, { bytes: 1000, documents: 3 })
    for (let n = 0; n < 10; n++) await store.save(document(`${n}`, { usedAt: NOW + n }))
    expect((await store.list()).map(({ key }) => key)).toEqual(['7', '8', '9'])
    await store.save(document('huge', { bytes: new Uint8Array(1001) }))
    expect(await store.load('huge')).toBeUndefined()
  })

  it('make room where the disk is full', async () => {
    const store = createIndexedDocuments(() => now, { bytes: 20, documents: 100 })
    for (let n = 0; n < 4; n++) await store.save(document(`${n}`, { usedAt: NOW + n }))
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await store.save(document('new'))
    expect((await store.list()).map(({ key }) => key)).toEqual(['3', 'new'])
  })

  it('of an older form are forgotten', async () => {
    const old = await openDB('hardfail', 1, {
      upgrade: (database) => void database.createObjectStore('documents', { keyPath: 'key' }),
    })
    await old.put('documents', { key: 'a', bytes: Uint8Array.of(1) })
    old.close()
    const store = create()
    await store.save(document('a'))
    expect(await store.load('a')).toEqual(document('a'))
  })

  it('are made anew where the database cannot be opened', async () => {
    const newer = await openDB('hardfail', 99)
    newer.close()
    const store = create()
    await store.save(document('a'))
    expect(await store.load('a')).toEqual(document('a'))
  })

  it('are none where the database cannot be opened', async () => {
    Object.assign(globalThis, {
      indexedDB: {
        open: () => {
          throw new DOMException('no', 'InvalidStateError')
        },
      },
    })
    const store = create()
    await store.save(document('a'))
    expect(await store.load('a')).toBeUndefined()
    expect(summarise(await store.list())).toEqual({ documents: 0, bytes: 0, sources: [] })
  })
})

describe('documents from private windows', () => {
  it('never reach the disk, outlive a suspension, and are gone when they are cleared', async () => {
    const disk = create()
    const session = new MemoryStorage()
    const open = () =>
      createPrivateDocuments(
        disk,
        createSessionTable<EncodedDocument>(session, 'private', 10, isEncodedDocument),
        createLargeDocuments(),
      )
    await open().save(document('a'))
    expect(await open().load('a')).toEqual(document('a'))
    expect(await disk.load('a')).toBeUndefined()
    await open().clear()
    expect(await open().load('a')).toBeUndefined()
    expect([...session.items.values()].join('')).not.toContain('crl.example')
  })

  it('may be answered from what the disk knows already', async () => {
    const disk = create()
    await disk.save(document('a'))
    const table = createSessionTable<EncodedDocument>(new MemoryStorage(), 'private', 10, isEncodedDocument)
    expect(await createPrivateDocuments(disk, table, createLargeDocuments()).load('a')).toEqual(document('a'))
  })
})
