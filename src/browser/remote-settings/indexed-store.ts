import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Bytes } from '../../pki/bytes.ts'
import { fieldsOf, isRecord, isTimestamp } from '../../pki/remote-settings/changeset.ts'
import type { Collection } from '../../pki/remote-settings/collection.ts'
import { RemoteError } from './cause.ts'
import type { CollectionName } from './config.ts'
import type { CollectionState } from './remote-state.ts'
import type { FilterSet, RemoteStore } from './remote-store.ts'

interface Schema extends DBSchema {
  states: { key: CollectionName; value: CollectionState }
  collections: { key: CollectionName; value: Collection }
  /** By SHA-256 in hex. */
  attachments: { key: string; value: Bytes }
  filterSets: { key: 'in-force'; value: FilterSet }
}

type Database = IDBPDatabase<Schema>
type StoreName = 'states' | 'collections' | 'attachments' | 'filterSets'

const STORES: readonly StoreName[] = ['states', 'collections', 'attachments', 'filterSets']

/** On disk, in an IndexedDB database of its own. */
export function createIndexedRemoteStore(): RemoteStore {
  let opened: Promise<Database> | undefined
  const open = (): Promise<Database> =>
    (opened ??= openDatabase(() => {
      opened = undefined
    }))
  const attempt = async <T>(run: (database: Database) => Promise<T>): Promise<T> => {
    try {
      return await run(await open())
    } catch (error) {
      throw new RemoteError('storage-failed', String(error))
    }
  }

  return {
    loadState: (name) => attempt((database) => loadSound(database, 'states', name, isState)),
    saveState: (name, state) =>
      attempt(async (database) => {
        await database.put('states', state, name)
      }),
    loadCollection: (name) => attempt((database) => loadSound(database, 'collections', name, isCollection)),
    saveCollection: (name, collection, state) =>
      attempt(async (database) => {
        const transaction = database.transaction(['collections', 'states'], 'readwrite')
        await Promise.all([
          transaction.objectStore('collections').put(collection, name),
          transaction.objectStore('states').put(state, name),
          transaction.done,
        ])
      }),
    attachmentHashes: () => attempt(async (database) => new Set(await database.getAllKeys('attachments'))),
    loadAttachment: (hash) => attempt((database) => loadSound(database, 'attachments', hash, isBytes)),
    saveAttachment: (hash, bytes) =>
      attempt(async (database) => {
        await database.put('attachments', bytes, hash)
      }),
    dropAttachments: (hashes) =>
      attempt(async (database) => {
        const transaction = database.transaction('attachments', 'readwrite')
        await Promise.all([...hashes.map((hash) => transaction.store.delete(hash)), transaction.done])
      }),
    loadFilterSet: () => attempt((database) => loadSound(database, 'filterSets', 'in-force', isFilterSet)),
    loadFilters: () => attempt(loadFilters),
    takeEffect: (set, state) => attempt((database) => takeEffect(database, set, state)),
    clear: () =>
      attempt(async (database) => {
        const transaction = database.transaction(STORES, 'readwrite')
        await Promise.all([...STORES.map((name) => transaction.objectStore(name).clear()), transaction.done])
      }),
  }
}

function openDatabase(forget: () => void): Promise<Database> {
  return openDB<Schema>('hardfail-remote-settings', 1, {
    upgrade(database) {
      for (const name of STORES) database.createObjectStore(name)
    },
    terminated: forget,
  }).catch((error: unknown) => {
    forget()
    throw error
  })
}

/** What is not in its form, or cannot be read at all, is as good as nothing, and makes room. */
async function loadSound<Name extends StoreName, T>(
  database: Database,
  name: Name,
  key: Schema[Name]['key'],
  isSound: (value: unknown) => value is T,
): Promise<T | undefined> {
  const found: unknown = await database.get(name, key)
  if (isSound(found)) return found
  if (found !== undefined) await database.delete(name, key)
  return undefined
}

/** All in one transaction: between two of them another set might have taken effect. */
async function loadFilters(database: Database) {
  const transaction = database.transaction(['filterSets', 'attachments'])
  const set: unknown = await transaction.objectStore('filterSets').get('in-force')
  if (!isFilterSet(set)) return undefined
  const attachments = transaction.objectStore('attachments')
  const loaded = await Promise.all(
    set.files.map(async ({ hash }) => [hash, await attachments.get(hash)] as const),
  )
  return { set, files: new Map(loaded.flatMap(([hash, bytes]) => (isBytes(bytes) ? [[hash, bytes]] : []))) }
}

async function takeEffect(database: Database, set: FilterSet, state: CollectionState): Promise<void> {
  const transaction = database.transaction(['filterSets', 'attachments', 'states'], 'readwrite')
  const attachments = transaction.objectStore('attachments')
  const kept = new Set(set.files.map(({ hash }) => hash))
  const stored = await attachments.getAllKeys()
  if ([...kept].some((hash) => !stored.includes(hash))) throw new Error('a filter has gone missing')
  const useless = stored.filter((hash) => !kept.has(hash))
  await Promise.all([
    transaction.objectStore('filterSets').put(set, 'in-force'),
    transaction.objectStore('states').put(state, 'cert-revocations'),
    ...useless.map((hash) => attachments.delete(hash)),
    transaction.done,
  ])
}

function isBytes(value: unknown): value is Bytes {
  return value instanceof Uint8Array
}

function isCollection(value: unknown): value is Collection {
  const { timestamp, records } = fieldsOf(value)
  return isTimestamp(timestamp) && Array.isArray(records) && records.every(isRecord)
}

function isFilterSet(value: unknown): value is FilterSet {
  const { timestamp, files } = fieldsOf(value)
  return isTimestamp(timestamp) && Array.isArray(files) && files.every(isFile)
}

function isFile(value: unknown): boolean {
  const { id, name, isFull, effectiveTimestamp, hash, size } = fieldsOf(value)
  const areTexts = [id, name, hash].every((text) => typeof text === 'string')
  return areTexts && typeof isFull === 'boolean' && isTimestamp(effectiveTimestamp) && isTimestamp(size)
}

function isState(value: unknown): value is CollectionState {
  const { lastAttempt, lastSuccess, failure, notBefore, inForce, pending } = fieldsOf(value)
  const areTimes = [lastAttempt, lastSuccess, notBefore].every(isTimeOrNot)
  return (
    areTimes &&
    isFailure(failure) &&
    hasNumbers(inForce, ['timestamp', 'records', 'files', 'bytes']) &&
    hasNumbers(pending, ['bytes', 'missing'])
  )
}

function isFailure(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof fieldsOf(value)['cause'] === 'string' && hasNumbers(value, ['since', 'at', 'attempts']))
  )
}

function hasNumbers(value: unknown, names: readonly string[]): boolean {
  const fields = fieldsOf(value)
  return value === undefined || names.every((name) => isTimestamp(fields[name]))
}

function isTimeOrNot(value: unknown): boolean {
  return value === undefined || isTimestamp(value)
}
