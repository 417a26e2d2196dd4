import { createInTurn } from '../in-turn.ts'
import { fromBase64, toBase64 } from '../storage/base64.ts'
import type { SessionTable } from '../storage/session-table.ts'
import {
  type DocumentEntry,
  type DocumentStore,
  entryOf,
  isAbout,
  isSuperseded,
  type StoredDocument,
  type StoredSubject,
} from './document-store.ts'
import type { LargeDocuments } from './large-documents.ts'

/** As a document lies in `storage.session`, whose values are JSON. */
export type EncodedDocument = Omit<StoredDocument, 'bytes' | 'subject'> & {
  readonly bytes: string
  readonly subject: Omit<StoredSubject, 'certificate' | 'issuer'> & {
    readonly certificate: string
    readonly issuer: string
  }
}

/** `storage.session` holds 10 MB in all; what is larger lives only as long as the event page. */
const MAX_SESSION_BYTES = 64 * 1024

/** For private windows: reads what is on disk, writes to memory only. */
export function createPrivateDocuments(
  disk: Pick<DocumentStore, 'find' | 'load'>,
  session: SessionTable<EncodedDocument>,
  large: LargeDocuments,
): DocumentStore {
  async function loadOwn(key: string): Promise<StoredDocument | undefined> {
    const found = large.find(key)
    if (found !== undefined) return found
    const encoded = await session.find(key)
    return encoded === undefined ? undefined : decode(encoded)
  }
  async function find(key: string): Promise<DocumentEntry | undefined> {
    const own = await loadOwn(key)
    return own === undefined ? disk.find(key) : entryOf(own)
  }
  async function put(document: StoredDocument): Promise<void> {
    if (document.bytes.length > MAX_SESSION_BYTES) large.keep(document)
    else await session.keep(document.key, encode(document))
  }

  // One after another, so that nobody's newer document is lost between a look and a write.
  const inTurn = createInTurn()
  const save = (document: StoredDocument): Promise<boolean> =>
    inTurn(async () => {
      if (isSuperseded(document, await find(document.key))) return false
      await put(document)
      return true
    })

  return {
    save,
    find,
    load: async (key) => (await loadOwn(key)) ?? disk.load(key),
    async note(facts) {
      const own = await loadOwn(facts.key)
      if (own !== undefined && isAbout(facts, own)) await put({ ...own, ...facts })
    },
    async drop(key) {
      large.drop(key)
      await session.drop(key)
    },
    // Nothing goes on with them behind the window's back.
    list: () => Promise.resolve([]),
    async clear() {
      large.clear()
      await session.clear()
    },
  }
}

function encode({ bytes, subject, ...facts }: StoredDocument): EncodedDocument {
  const { certificate, issuer } = subject
  return {
    ...facts,
    bytes: toBase64(bytes),
    subject: { ...subject, certificate: toBase64(certificate), issuer: toBase64(issuer) },
  }
}

function decode({ bytes, subject, ...facts }: EncodedDocument): StoredDocument {
  const { certificate, issuer } = subject
  return {
    ...facts,
    bytes: fromBase64(bytes),
    subject: { ...subject, certificate: fromBase64(certificate), issuer: fromBase64(issuer) },
  }
}
