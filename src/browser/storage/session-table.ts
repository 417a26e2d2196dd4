import type { Shape } from '../../policy/shape.ts'

/** The slice of `browser.storage.session` (or `.local`) that is used here. */
export interface StorageSlice {
  get(keys: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  remove(keys: string | string[]): Promise<void>
}

/** Values by key that outlive a suspension of the event page, but not the browser session: `storage.session` is memory. */
export interface SessionTable<T> {
  /** What is in memory already, at once. */
  peek(key: string): T | undefined
  find(key: string): Promise<T | undefined>
  /** Every value, the oldest first. */
  list(): Promise<readonly T[]>
  keep(key: string, value: T): Promise<void>
  /** The same, but written a moment later, with what else has come by then: for what may be lost with the process. */
  keepSoon(key: string, value: T): void
  drop(key: string): Promise<void>
  dropWhere(isGone: (key: string, value: T) => boolean): Promise<void>
  clear(): Promise<void>
}

/**
 * What `isSound` does not know is as good as not there. At most `limit` entries, the oldest goes first. Memory answers
 * first; a storage that fails costs only what a suspension would have to remember.
 */
export function createSessionTable<T>(
  storage: StorageSlice,
  name: string,
  limit: number,
  isSound: Shape<T>,
  /** How long soon is. */
  moment: () => Promise<void> = () => Promise.resolve(),
): SessionTable<T> {
  const memory = new Map<string, T>()
  const indexKey = `${name}:`
  const keyOf = (key: string): string => `${name}:${key}`
  let stored: Promise<ReadonlySet<string>> | undefined
  let waiting: Edit<T>[] = []
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  let isSoon = false

  const readKeys = async (): Promise<ReadonlySet<string>> => {
    const index = await read(storage, indexKey)
    return new Set(Array.isArray(index) ? index.filter((key) => typeof key === 'string') : [])
  }
  const storedKeys = (): Promise<ReadonlySet<string>> => (stored ??= readKeys())

  // One write after another; whatever changes while one is under way goes into the next, all at once.
  const change = (edit: Edit<T>): Promise<void> => {
    waiting.push(edit)
    return flush()
  }
  const changeSoon = (edit: Edit<T>): void => {
    waiting.push(edit)
    if (isSoon) return
    isSoon = true
    void moment().then(() => {
      isSoon = false
      void flush()
    })
  }
  const flush = (): Promise<void> => {
    if (waiting.length > 0) last = next ??= last.then(write)
    return last
  }
  const write = async (): Promise<void> => {
    const edits = waiting
    waiting = []
    next = undefined
    const before = await storedKeys()
    const { kept, changed } = applyEdits(before, edits, limit)
    stored = Promise.resolve(kept)
    const gone = [...new Set([...before, ...changed.keys()])].filter((key) => !kept.has(key))
    const items: Record<string, unknown> = { [indexKey]: [...kept] }
    for (const [key, value] of changed) if (kept.has(key)) items[keyOf(key)] = value
    for (const key of gone) memory.delete(key)
    await storage.set(items).catch(() => undefined)
    if (gone.length > 0) await storage.remove(gone.map(keyOf)).catch(() => undefined)
  }

  async function find(key: string): Promise<T | undefined> {
    const known = memory.get(key)
    if (known !== undefined) return known
    await last
    if (!(await storedKeys()).has(key)) return undefined
    const found = await read(storage, keyOf(key))
    if (!isSound(found)) return undefined
    memory.set(key, found)
    return found
  }

  function drop(key: string): Promise<void> {
    memory.delete(key)
    return change({ kind: 'drop', key })
  }

  return {
    peek: (key) => memory.get(key),
    find,
    drop,
    async list() {
      await flush()
      const values = await Promise.all([...(await storedKeys())].map(find))
      return values.filter((value) => value !== undefined)
    },
    async dropWhere(isGone) {
      await flush()
      for (const key of await storedKeys()) {
        const value = await find(key)
        if (value !== undefined && isGone(key, value)) await drop(key)
      }
    },
    keep(key, value) {
      memory.set(key, value)
      return change({ kind: 'keep', key, value })
    },
    keepSoon(key, value) {
      memory.set(key, value)
      changeSoon({ kind: 'keep', key, value })
    },
    clear() {
      memory.clear()
      return change({ kind: 'clear' })
    },
  }
}

type Edit<T> =
  | { readonly kind: 'keep'; readonly key: string; readonly value: T }
  | { readonly kind: 'drop'; readonly key: string }
  | { readonly kind: 'clear' }

/** The keys that are left, oldest first, and the last value of each that was kept meanwhile. */
function applyEdits<T>(before: ReadonlySet<string>, edits: readonly Edit<T>[], limit: number) {
  const order = new Set(before)
  const changed = new Map<string, T>()
  for (const edit of edits) {
    switch (edit.kind) {
      case 'keep':
        order.delete(edit.key)
        order.add(edit.key)
        changed.set(edit.key, edit.value)
        break
      case 'drop':
        order.delete(edit.key)
        break
      case 'clear':
        order.clear()
        break
    }
  }
  return { kept: new Set([...order].slice(-limit)), changed }
}

async function read(storage: StorageSlice, key: string): Promise<unknown> {
  try {
    return (await storage.get(key))[key]
  } catch {
    return undefined
  }
}
