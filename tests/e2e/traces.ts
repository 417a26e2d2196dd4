import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ADDON_ID } from './firefox/addon.ts'
import type { Tab } from './firefox/tab.ts'

/** Everything that an add-on has put somewhere, as text, bytes as Latin-1. */
export interface Kept {
  /** `storage.local` and all of IndexedDB. */
  readonly onDisk: string
  /** `storage.session`. */
  readonly inMemory: string
}

export function readKept(page: Tab): Promise<Kept> {
  return page.run(read)
}

/** Whether it stands there, as it is or somewhere in the middle of base64. */
export function mentions(text: string, name: string): boolean {
  return [name, ...base64Forms(name)].some((form) => text.includes(form))
}

/** A name that begins at any place of a group of three bytes, without the characters that hang on its neighbours. */
function base64Forms(name: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(name)])
    const whole = Math.floor((bytes.length * 8) / 6)
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole)
  })
}

/** Files below the folder in which the name stands, in any encoding that Firefox writes; but for those that the driver wrote. */
export async function filesMentioning(folder: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !WRITTEN_BY_DRIVER.has(entry.name))
  const forms = [Buffer.from(name), Buffer.from(name, 'utf16le'), Buffer.from(shifted(name))]
  const found = await Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name)
      const bytes = await readFile(path)
      return forms.some((form) => bytes.includes(form)) ? [path] : []
    }),
  )
  return found.flat()
}

// Firefox copies the first to the second: the laboratory's names stand in both.
const WRITTEN_BY_DRIVER = new Set(['user.js', 'prefs.js', `${ADDON_ID}.json`])

/** As IndexedDB writes keys: https://searchfox.org/mozilla-central/source/dom/indexedDB/Key.cpp */
function shifted(name: string): string {
  return String.fromCodePoint(...Array.from(name, (character) => (character.codePointAt(0) ?? 0) + 1))
}

// The rest is sent to Firefox as text.

declare const browser: {
  readonly storage: Readonly<Record<'local' | 'session', { get(keys: null): Promise<object> }>>
}

async function read(): Promise<Kept> {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page knows nothing but this function
  const asText = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) => {
      const isBytes = part instanceof ArrayBuffer || part instanceof Uint8Array
      return isBytes ? new TextDecoder('latin1').decode(part) : part
    })
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- as above
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(new Error('IndexedDB')))
    })
  const databases: unknown[] = []
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store)
      databases.push(await settled(records.getAllKeys()))
      databases.push(await settled(database.transaction(store).objectStore(store).getAll()))
    }
    database.close()
  }
  return {
    onDisk: asText([await browser.storage.local.get(null), databases]),
    inMemory: asText(await browser.storage.session.get(null)),
  }
}
