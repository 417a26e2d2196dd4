import type { StorageSlice } from '../../src/browser/storage/session-table.ts'

/** `storage.local` or `.session` in memory; values go through JSON, as they do there. */
export class MemoryStorage implements StorageSlice {
  readonly items = new Map<string, string>()
  /** What every call rejects with, as a full or broken storage does. */
  failure: Error | undefined
  /** How often anything was set. */
  writes = 0

  async get(key: string): Promise<Record<string, unknown>> {
    this.#fail()
    const text = this.items.get(key)
    return text === undefined ? {} : { [key]: JSON.parse(text) as unknown }
  }

  async set(items: Record<string, unknown>): Promise<void> {
    this.#fail()
    this.writes++
    for (const [key, value] of Object.entries(items)) this.items.set(key, JSON.stringify(value))
  }

  async remove(keys: string | string[]): Promise<void> {
    this.#fail()
    for (const key of [keys].flat()) this.items.delete(key)
  }

  #fail(): void {
    if (this.failure !== undefined) throw this.failure
  }
}
