import { fromBase64, toBase64 } from '../storage/base64.ts'
import type { SessionTable } from '../storage/session-table.ts'
import type { DocumentStore, StoredDocument } from './document-store.ts'

/** As a document lies in `storage.session`, whose values are JSON. */
export type EncodedDocument = Omit<StoredDocument, 'bytes'> & { readonly bytes: string }

/** `storage.session` holds 10 MB in all; what is larger lives only as long as the event page. */
const MAX_SESSION_BYTES = 64 * 1024

/** For private windows: reads what is on disk, writes to memory only. */
export function createPrivateDocuments(
  disk: Pick<DocumentStore, 'load'>,
  session: SessionTable<EncodedDocument>,
): DocumentStore {
  const large = new Map<string, StoredDocument>()
  return {
    async load(key) {
      const found = large.get(key)
      if (found !== undefined) return found
      const encoded = await session.find(key)
      return encoded === undefined ? disk.load(key) : { ...encoded, bytes: fromBase64(encoded.bytes) }
    },
    async save(document) {
      if (document.bytes.length > MAX_SESSION_BYTES) large.set(document.key, document)
      else await session.keep(document.key, { ...document, bytes: toBase64(document.bytes) })
    },
    async drop(key) {
      large.delete(key)
      await session.drop(key)
    },
    summary: async () => ({ documents: large.size, bytes: 0 }),
    async clear() {
      large.clear()
      await session.clear()
    },
  }
}
