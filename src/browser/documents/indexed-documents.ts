import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { DocumentStore, StoredDocument } from './document-store.ts'

interface Schema extends DBSchema {
  documents: { key: string; value: StoredDocument; indexes: { until: number } }
}

/** On disk, in IndexedDB. */
export function createIndexedDocuments(now: () => number): DocumentStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  const open = (): Promise<IDBPDatabase<Schema>> =>
    (opened ??= openDB<Schema>('hardfail', 1, {
      upgrade(database) {
        database.createObjectStore('documents', { keyPath: 'key' }).createIndex('until', 'until')
      },
      terminated() {
        opened = undefined
      },
    }).catch((error: unknown) => {
      opened = undefined
      throw error
    }))
  // The network can still vouch where the store cannot.
  const attempt = async <T>(
    run: (database: IDBPDatabase<Schema>) => Promise<T>,
    otherwise: T,
  ): Promise<T> => {
    try {
      return await run(await open())
    } catch {
      return otherwise
    }
  }

  return {
    load: (key) =>
      attempt(async (database) => {
        const found: unknown = await database.get('documents', key)
        if (found === undefined || isDocument(found)) return found
        await database.delete('documents', key)
        return undefined
      }, undefined),
    save: (document) =>
      attempt(async (database) => {
        const transaction = database.transaction('documents', 'readwrite')
        const expired = await transaction.store
          .index('until')
          .getAllKeys(IDBKeyRange.upperBound(now() - KEEP_EXPIRED_MS))
        await Promise.all([
          ...expired.map((key) => transaction.store.delete(key)),
          transaction.store.put(document),
          transaction.done,
        ])
      }, undefined),
    drop: (key) => attempt((database) => database.delete('documents', key), undefined),
    summary: () =>
      attempt(async (database) => summarise((await database.getAll('documents')).filter(isDocument)), {
        documents: 0,
        bytes: 0,
      }),
    clear: () => attempt((database) => database.clear('documents'), undefined),
  }
}

/** Expired evidence is shown for a while ("the last answer ended yesterday"), never believed. */
const KEEP_EXPIRED_MS = 7 * 86_400_000

export function summarise(documents: readonly StoredDocument[]) {
  const updates = documents.map(({ thisUpdate }) => thisUpdate).toSorted((a, b) => a - b)
  const [oldest, newest] = [updates[0], updates.at(-1)]
  return {
    documents: documents.length,
    bytes: documents.reduce((sum, { bytes }) => sum + bytes.length, 0),
    ...(oldest === undefined || newest === undefined ? {} : { oldest, newest }),
  }
}

function isDocument(value: unknown): value is StoredDocument {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  return (
    fields.get('bytes') instanceof Uint8Array &&
    ['key', 'url'].every((key) => typeof fields.get(key) === 'string') &&
    ['fetchedAt', 'thisUpdate', 'until'].every((key) => typeof fields.get(key) === 'number')
  )
}
