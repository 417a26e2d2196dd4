import type { Tab } from './firefox/tab.ts'

/** What lies in the add-on's database of offline data, as it lies there. */
export interface StoredFilters {
  /** Of the set in force; undefined where none is. */
  readonly timestamp: number | undefined
  /** Every file of the set is there, and is what its hash says. */
  readonly isWhole: boolean
  /** Files of the set, and files that are there. */
  readonly inForce: number
  readonly files: number
}

/** Reads the database from a page of the add-on's own, without any of the add-on's code. */
export function readStoredFilters(page: Tab): Promise<StoredFilters> {
  return page.run(readDatabase)
}

// The rest is sent to Firefox as text.

interface FilterSet {
  readonly timestamp: number
  readonly files: readonly { readonly hash: string; readonly size: number }[]
}

async function readDatabase(): Promise<StoredFilters> {
  const nothing = { timestamp: undefined, isWhole: false, inForce: 0, files: 0 }
  if ((await indexedDB.databases()).every(({ name }) => name !== 'hardfail-remote-settings')) return nothing
  const opening = indexedDB.open('hardfail-remote-settings')
  await new Promise<void>((resolve, reject) => {
    opening.addEventListener('success', () => resolve())
    opening.addEventListener('error', () => reject(new Error('the database does not open')))
  })
  const transaction = opening.result.transaction(['filterSets', 'attachments'])
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- what is wrong with it shows when it is read
  const set: IDBRequest<FilterSet | undefined> = transaction.objectStore('filterSets').get('in-force')
  const keys = transaction.objectStore('attachments').getAllKeys()
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- likewise
  const bodies: IDBRequest<Uint8Array<ArrayBuffer>[]> = transaction.objectStore('attachments').getAll()
  await new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(new Error('the database cannot be read')))
  })
  opening.result.close()
  const hashes = await Promise.all(
    bodies.result.map(async (bytes) =>
      Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join(''),
    ),
  )
  // Files are kept only once they are verified.
  const damaged = hashes.filter((hash, n) => hash !== keys.result[n])
  if (damaged.length > 0) throw new Error('a file that is not what its hash says')
  const wanted = set.result?.files ?? []
  return {
    timestamp: set.result?.timestamp,
    isWhole: set.result !== undefined && wanted.every(({ hash }) => hashes.includes(hash)),
    inForce: wanted.length,
    files: hashes.length,
  }
}
