import type { Clock } from '../../policy/clock.ts'
import { within } from '../../policy/within.ts'
import { createTimely } from '../timely.ts'
import type { DocumentStore, StoredDocument } from './document-store.ts'

/** A store that throws, rejects or never answers is an empty one: the network can still vouch where the store cannot. */
export function timelyDocuments(store: DocumentStore, clock: Clock): DocumentStore {
  const timely = createTimely(clock)
  const orElse = async <T>(otherwise: T, run: () => Promise<T>): Promise<T> => {
    try {
      return await timely(run)
    } catch {
      return otherwise
    }
  }
  const saved = async (document: StoredDocument): Promise<boolean> => {
    try {
      return await store.save(document)
    } catch {
      return true
    }
  }
  return {
    find: (key) => orElse(undefined, () => store.find(key)),
    load: (key) => orElse(undefined, () => store.load(key)),
    // It may be large, and take its time: that nobody waits for it any longer does not stop it.
    save: async (document) => (await within(saved(document), PATIENCE_MS, clock)) ?? true,
    note: (facts) => orElse(undefined, () => store.note(facts)),
    drop: (key) => orElse(undefined, () => store.drop(key)),
    // Nobody waits for these but the options, and they may be long.
    list: () => store.list(),
    clear: () => store.clear(),
  }
}

const PATIENCE_MS = 500
