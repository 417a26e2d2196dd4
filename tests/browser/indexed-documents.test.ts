import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StoredDocument } from '../../src/browser/documents/document-store.ts'
import { createIndexedDocuments } from '../../src/browser/documents/indexed-documents.ts'
import {
  createPrivateDocuments,
  type EncodedDocument,
} from '../../src/browser/documents/private-documents.ts'
import { createSessionTable } from '../../src/browser/storage/session-table.ts'
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
    bytes,
    url: 'http://crl.example/',
    fetchedAt: NOW,
    thisUpdate: NOW,
    until: NOW + DAY,
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
    expect(await store.summary()).toEqual({ documents: 0, bytes: 0 })
    await store.save(document('a', { thisUpdate: NOW - DAY }))
    await store.save(document('b'))
    expect(await store.summary()).toEqual({ documents: 2, bytes: 10, oldest: NOW - DAY, newest: NOW })
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
    await store.save(document('a'))
    expect(await store.load('old')).toBeDefined()
    now += 2 * DAY
    await store.save(document('b'))
    expect(await store.load('old')).toBeUndefined()
  })

  it('that are no documents are dropped', async () => {
    await create().save(document('a'))
    const database = await openDB('hardfail', 1)
    await database.put('documents', { key: 'a', bytes: 'not bytes' })
    expect(await create().load('a')).toBeUndefined()
    expect(await database.get('documents', 'a')).toBeUndefined()
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
    expect(await store.summary()).toEqual({ documents: 0, bytes: 0 })
  })
})

describe('documents from private windows', () => {
  it('never reach the disk, outlive a suspension, and are gone when they are cleared', async () => {
    const disk = create()
    const session = new MemoryStorage()
    const open = () =>
      createPrivateDocuments(disk, createSessionTable<EncodedDocument>(session, 'private', 10))
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
    const table = createSessionTable<EncodedDocument>(new MemoryStorage(), 'private', 10)
    expect(await createPrivateDocuments(disk, table).load('a')).toEqual(document('a'))
  })
})
