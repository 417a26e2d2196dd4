import type { Shape } from '../../policy/shape.ts'
import { createInTurn } from '../in-turn.ts'
import type { StorageSlice } from './session-table.ts'

/** A list under one key of a storage. */
export interface StoredList<T> {
  /** What is sound of it, once what is being changed has been. Never rejects: what cannot be read is as good as not there. */
  readonly read: () => Promise<readonly T[]>
  /**
   * One change after another, each on what the one before has left: two at once would undo each other. Rejects where it
   * cannot be done; a list that cannot be read is not written over.
   */
  readonly change: (edit: (list: readonly T[]) => readonly T[]) => Promise<void>
}

export function createStoredList<T>(storage: StorageSlice, key: string, isSound: Shape<T>): StoredList<T> {
  const inTurn = createInTurn()

  async function load(): Promise<readonly T[]> {
    const stored = (await storage.get(key))[key]
    return Array.isArray(stored) ? stored.filter(isSound) : []
  }

  async function apply(edit: (list: readonly T[]) => readonly T[]): Promise<void> {
    const list = await load()
    const changed = edit(list)
    if (!isSame(changed, list)) await storage.set({ [key]: changed })
  }

  return {
    read: () => inTurn(load).catch(() => []),
    change: (edit) => inTurn(() => apply(edit)),
  }
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}
