import {
  createDatabase,
  type DocumentDatabase,
  documentOf,
  isEntry,
  isQuotaExceeded,
} from './document-database.ts'
import { type DocumentStore, entryOf, isAbout, isSuperseded, type StoredDocument } from './document-store.ts'
import { leastUseful, sizeOf, type StoreBounds } from './least-useful.ts'

/** Expired evidence is shown for a while ("the last answer ended yesterday"), never believed. */
const KEEP_EXPIRED_MS = 7 * 86_400_000

/** The index of a CRL of a million entries takes 23 MB; most take a few kB, and an OCSP response five. */
const BOUNDS: StoreBounds = { bytes: 256 * 1024 * 1024, documents: 5_000 }

/** On disk, in IndexedDB. What belongs together is one transaction: a crash leaves all of it, or what was before. */
export function createIndexedDocuments(now: () => number, bounds: StoreBounds = BOUNDS): DocumentStore {
  const open = createDatabase()
  const room = createRoom(bounds, now)

  // The network can still vouch where the store cannot.
  const attempt = async <T>(run: (database: DocumentDatabase) => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await run(await open())
    } catch {
      return otherwise
    }
  }

  return {
    find: (key) =>
      attempt(async (database) => {
        const entry: unknown = await database.get('entries', key)
        return isEntry(entry) ? entry : undefined
      }, undefined),
    load: (key) =>
      attempt(async (database) => {
        const transaction = database.transaction(['entries', 'bodies'])
        const [entry, body] = await Promise.all([
          transaction.objectStore('entries').get(key),
          transaction.objectStore('bodies').get(key),
        ])
        const document = documentOf(entry, body)
        if (document === undefined) {
          if (entry !== undefined || body !== undefined) await remove(database, [key])
          return undefined
        }
        return document
      }, undefined),
    save: (document) => attempt((database) => room.put(database, document), true),
    note: (facts) =>
      attempt(async (database) => {
        const { store, done } = database.transaction('entries', 'readwrite')
        const entry = await store.get(facts.key)
        if (entry !== undefined && isAbout(facts, entry)) await store.put({ ...facts, size: entry.size })
        await done
      }, undefined),
    drop: (key) => attempt((database) => remove(database, [key]), undefined),
    list: () => attempt(async (database) => (await database.getAll('entries')).filter(isEntry), []),
    clear: () =>
      attempt(async (database) => {
        const transaction = database.transaction(['entries', 'bodies'], 'readwrite')
        await Promise.all([
          transaction.objectStore('entries').clear(),
          transaction.objectStore('bodies').clear(),
          transaction.done,
        ])
        room.forget()
      }, undefined),
  }
}

async function remove(database: DocumentDatabase, keys: readonly string[]): Promise<void> {
  const transaction = database.transaction(['entries', 'bodies'], 'readwrite')
  await Promise.all([
    ...keys.map((key) => transaction.objectStore('entries').delete(key)),
    ...keys.map((key) => transaction.objectStore('bodies').delete(key)),
    transaction.done,
  ])
}

/** Writes documents, and lets others go for them where the store would outgrow its bounds. */
function createRoom(bounds: StoreBounds, now: () => number) {
  // Nobody else writes: after a first look it is known how much there is at most.
  let taken: { bytes: number; documents: number } | undefined
  const roomy: StoreBounds = {
    bytes: lessATwentieth(bounds.bytes),
    documents: lessATwentieth(bounds.documents),
  }

  async function put(database: DocumentDatabase, document: StoredDocument): Promise<boolean> {
    if (document.bytes.length > bounds.bytes) return true
    if (!(await writeOrMakeRoom(database, document))) return false
    if (taken === undefined) taken = await look(database)
    else taken = { bytes: taken.bytes + document.bytes.length, documents: taken.documents + 1 }
    // Some room at once, or every document from then on would cost a look at all of them.
    if (taken.bytes > bounds.bytes || taken.documents > bounds.documents) taken = await trim(database, roomy)
    return true
  }

  async function writeOrMakeRoom(database: DocumentDatabase, document: StoredDocument): Promise<boolean> {
    try {
      return await write(database, document)
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error
      await trim(database, { bytes: bounds.bytes / 4, documents: bounds.documents / 4 })
      return write(database, document)
    }
  }

  async function trim(database: DocumentDatabase, within: StoreBounds) {
    await remove(database, leastUseful(await database.getAll('entries'), within, now()))
    return look(database)
  }

  async function look(database: DocumentDatabase) {
    const expired = await database.getAllKeysFromIndex(
      'entries',
      'until',
      IDBKeyRange.upperBound(now() - KEEP_EXPIRED_MS),
    )
    if (expired.length > 0) await remove(database, expired)
    const entries = await database.getAll('entries')
    return { bytes: sizeOf(entries), documents: entries.length }
  }

  return {
    put,
    forget() {
      taken = undefined
    },
  }
}

function lessATwentieth(bound: number): number {
  return bound - Math.floor(bound / 20)
}

/** Looks and writes in one transaction: nobody's newer document is lost in between. */
async function write(database: DocumentDatabase, document: StoredDocument): Promise<boolean> {
  const { key, bytes, subject } = document
  const transaction = database.transaction(['entries', 'bodies'], 'readwrite')
  const known: unknown = await transaction.objectStore('entries').get(key)
  if (isEntry(known) && isSuperseded(document, known)) {
    await transaction.done
    return false
  }
  await Promise.all([
    transaction.objectStore('entries').put(entryOf(document)),
    transaction.objectStore('bodies').put({ bytes, subject }, key),
    transaction.done,
  ])
  return true
}
