import { type DocumentStore, isAbout, type StoredDocument } from './document-store.ts'
import type { LargeDocuments } from './large-documents.ts'

/** What is smaller comes from the disk as fast. */
const WORTH_REMEMBERING_BYTES = 64 * 1024

/** A store whose large documents stay in memory once they were needed: copying 20 MB from the disk takes its time. */
export function rememberLarge(store: DocumentStore, large: LargeDocuments): DocumentStore {
  const remember = (document: StoredDocument) => {
    if (document.bytes.length >= WORTH_REMEMBERING_BYTES) large.keep(document)
    else large.drop(document.key)
  }
  // What comes from the disk may have been replaced on its way.
  let changes = 0
  return {
    ...store,
    async load(key) {
      const known = large.find(key)
      if (known !== undefined) return known
      const before = changes
      const document = await store.load(key)
      if (document !== undefined && changes === before) remember(document)
      return document
    },
    async save(document) {
      changes++
      const isNewest = await store.save(document)
      changes++
      if (isNewest) remember(document)
      return isNewest
    },
    async note(facts) {
      const known = large.find(facts.key)
      if (known !== undefined && isAbout(facts, known)) large.keep({ ...known, ...facts })
      await store.note(facts)
    },
    async drop(key) {
      changes++
      large.drop(key)
      await store.drop(key)
    },
    async clear() {
      changes++
      large.clear()
      await store.clear()
    },
  }
}
