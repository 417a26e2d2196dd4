/** The slice of `browser.storage.session` (or `.local`) that is used here. */
export interface StorageSlice {
  get(keys: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  remove(keys: string | string[]): Promise<void>
}

/** Values by key that outlive a suspension of the event page, but not the browser session: `storage.session` is memory. */
export interface SessionTable<T> {
  find(key: string): Promise<T | undefined>
  /** Every value, the oldest first. */
  list(): Promise<readonly T[]>
  keep(key: string, value: T): Promise<void>
  drop(key: string): Promise<void>
  clear(): Promise<void>
}

/**
 * At most `limit` entries, the oldest goes first. Memory answers first; a storage that fails costs only what a
 * suspension would have to remember.
 */
export function createSessionTable<T>(storage: StorageSlice, name: string, limit: number): SessionTable<T> {
  const memory = new Map<string, T>()
  const indexKey = `${name}:`
  const keyOf = (key: string): string => `${name}:${key}`
  let index: Promise<string[]> | undefined

  const readIndex = async (): Promise<string[]> => {
    const stored = await read(storage, indexKey)
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : []
  }
  // One change after another, each on the index that the one before has left.
  const change = (
    edit: (keys: string[]) => { keep: string[]; gone: string[] },
    items: Record<string, unknown>,
  ) => {
    index = (index ?? readIndex()).then(async (keys) => {
      const { keep, gone } = edit(keys)
      for (const key of gone) memory.delete(key)
      await storage.set({ ...items, [indexKey]: keep }).catch(() => undefined)
      if (gone.length > 0) await storage.remove(gone.map(keyOf)).catch(() => undefined)
      return keep
    })
    return index.then(() => undefined)
  }

  async function find(key: string): Promise<T | undefined> {
    const known = memory.get(key)
    if (known !== undefined) return known
    await index
    const found = await read(storage, keyOf(key))
    if (found === undefined) return undefined
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this table writes below its name
    const value = found as T
    memory.set(key, value)
    return value
  }

  return {
    find,
    async list() {
      const values = await Promise.all((await (index ?? readIndex())).map(find))
      return values.filter((value) => value !== undefined)
    },
    keep(key, value) {
      memory.set(key, value)
      return change(
        (keys) => {
          const all = [...keys.filter((other) => other !== key), key]
          return { keep: all.slice(-limit), gone: all.slice(0, -limit) }
        },
        { [keyOf(key)]: value },
      )
    },
    drop(key) {
      memory.delete(key)
      return change((keys) => ({ keep: keys.filter((other) => other !== key), gone: [key] }), {})
    },
    clear: () => change((keys) => ({ keep: [], gone: keys }), {}),
  }
}

async function read(storage: StorageSlice, key: string): Promise<unknown> {
  try {
    return (await storage.get(key))[key]
  } catch {
    return undefined
  }
}
