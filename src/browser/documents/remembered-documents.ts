import type { DocumentStore, StoredDocument } from './document-store.ts'
import type { LargeDocuments } from './large-documents.ts'

/** What is smaller comes from the disk as fast. */
const WORTH_REMEMBERING_BYTES = 64 * 1024

/** A store whose large documents stay in memory once they were needed: copying 20 MB from the disk takes its time. */
export function rememberLarge(store: DocumentStore, large: LargeDocuments): DocumentStore {
  const remember = (document: StoredDocument) => {
    if (document.bytes.length >= WORTH_REMEMBERING_BYTES) large.keep(document)
    else large.drop(document.key)
  }
  return {
    ...store,
    async load(key) {
      const known = large.find(key)
      if (known !== undefined) return known
      const document = await store.load(key)
      if (document !== undefined) remember(document)
      return document
    },
    async save(document) {
      remember(document)
      await store.save(document)
    },
    async note(facts) {
      const known = large.find(facts.key)
      if (known !== undefined) large.keep({ ...known, ...facts })
      await store.note(facts)
    },
    async drop(key) {
      large.drop(key)
      await store.drop(key)
    },
    async clear() {
      large.clear()
      await store.clear()
    },
  }
}
