import type { StoredDocument } from './document-store.ts'

/** Documents in memory, up to so many bytes; the one that was not needed for longest goes first. */
export interface LargeDocuments {
  readonly find: (key: string) => StoredDocument | undefined
  readonly keep: (document: StoredDocument) => void
  readonly drop: (key: string) => void
  readonly clear: () => void
}

export function createLargeDocuments(maxBytes = 64 * 1024 * 1024): LargeDocuments {
  const documents = new Map<string, StoredDocument>()
  let taken = 0

  function drop(key: string): void {
    taken -= documents.get(key)?.bytes.length ?? 0
    documents.delete(key)
  }
  function keep(document: StoredDocument): void {
    drop(document.key)
    if (document.bytes.length > maxBytes) return
    documents.set(document.key, document)
    taken += document.bytes.length
    for (const key of documents.keys()) {
      if (taken <= maxBytes) return
      drop(key)
    }
  }

  return {
    keep,
    drop,
    find(key) {
      const document = documents.get(key)
      if (document !== undefined) keep(document)
      return document
    },
    clear() {
      documents.clear()
      taken = 0
    },
  }
}
