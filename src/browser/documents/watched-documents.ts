import type { DocumentStore } from './document-store.ts'

/** A store that tells when there is something in it that was not. */
export interface WatchedDocuments extends DocumentStore {
  /** How many documents have come since the start of the event page. */
  readonly changes: () => number
}

export function watchDocuments(store: DocumentStore): WatchedDocuments {
  let changes = 0
  return {
    changes: () => changes,
    async save(document) {
      // Whoever reads meanwhile reads the one or the other.
      changes++
      const isNewest = await store.save(document)
      changes++
      return isNewest
    },
    find: (key) => store.find(key),
    load: (key) => store.load(key),
    note: (facts) => store.note(facts),
    drop: (key) => store.drop(key),
    list: () => store.list(),
    clear: () => store.clear(),
  }
}
