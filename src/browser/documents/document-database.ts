import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { DocumentEntry, DocumentFacts, StoredDocument } from './document-store.ts'

/** What is known of the documents lies apart from their bytes, so that it can be listed without them. */
interface Schema extends DBSchema {
  entries: { key: string; value: DocumentEntry; indexes: { until: number } }
  bodies: { key: string; value: Body }
}

export type Body = Pick<StoredDocument, 'bytes' | 'subject'>
export type DocumentDatabase = IDBPDatabase<Schema>

const NAME = 'hardfail'
const VERSION = 2

/** Opens the database, once; one that cannot be opened is made anew, since all in it can be fetched again. */
export function createDatabase(): () => Promise<DocumentDatabase> {
  let opened: Promise<DocumentDatabase> | undefined
  const forget = () => {
    opened = undefined
  }
  return () =>
    (opened ??= open(forget)
      .catch(async () => {
        await deleteDB(NAME)
        return open(forget)
      })
      .catch((error: unknown) => {
        forget()
        throw error
      }))
}

function open(terminated: () => void): Promise<DocumentDatabase> {
  return openDB<Schema>(NAME, VERSION, {
    upgrade(database) {
      for (const name of Array.from(database.objectStoreNames)) database.deleteObjectStore(name)
      database.createObjectStore('entries', { keyPath: 'key' }).createIndex('until', 'until')
      database.createObjectStore('bodies')
    },
    terminated,
  })
}

export function isQuotaExceeded(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}

const NUMBERS = [
  'fetchedAt',
  'thisUpdate',
  'until',
  'usedAt',
] as const satisfies readonly (keyof DocumentFacts)[]

/** The document that an entry and a body make; undefined where they do not belong together, or are none. */
export function documentOf(entry: unknown, body: unknown): StoredDocument | undefined {
  if (!isEntry(entry) || !isBody(body) || body.bytes.length !== entry.size) return undefined
  const { size: _, ...facts } = entry
  return { ...facts, ...body }
}

export function isEntry(value: unknown): value is DocumentEntry {
  const fields = fieldsOf(value)
  return (
    ['key', 'source', 'url'].every((name) => typeof fields.get(name) === 'string') &&
    [...NUMBERS, 'size'].every((name) => typeof fields.get(name) === 'number')
  )
}

function isBody(value: unknown): value is Body {
  const fields = fieldsOf(value)
  const subject = fieldsOf(fields.get('subject'))
  return [fields.get('bytes'), subject.get('certificate'), subject.get('issuer')].every(
    (bytes) => bytes instanceof Uint8Array,
  )
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : [])
}
