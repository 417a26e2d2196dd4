import type { CheckContext } from '../../pki/statement.ts'
import { PkiError } from '../../pki/pki-error.ts'
import type { Clock } from '../../policy/clock.ts'
import type { Inquiry, Subject } from '../../policy/source.ts'
import type { DocumentFacts, DocumentStore, StoredDocument, Validators } from '../documents/document-store.ts'
import type { Caching } from '../retrieval/caching.ts'
import { createSharing } from '../retrieval/sharing.ts'
import type { DocumentKind, ReadDocument, Rejection } from './document-kind.ts'

/** What asking at one address came to: the same for all who ask there at that time. */
export type Obtained<T> = Rejection | ObtainedDocument<T>

export interface ObtainedDocument<T> extends ReadDocument<T> {
  readonly obtained: 'network' | 'stored'
  readonly facts: Pick<DocumentFacts, 'fetchedAt'> & Caching
}

/** Where a document is to be had, and for whom. */
export interface Errand {
  readonly address: string
  /** The name under which it is stored. */
  readonly key: string
  readonly subject: Subject
  readonly inquiry: Inquiry
}

interface ObtainParts {
  readonly clock: Clock
  readonly documents: (isPrivate: boolean) => DocumentStore
  readonly contextOf: (inquiry: Inquiry) => CheckContext
}

/** Fetches documents, unless what is stored is still all there is; equal errands under way are one. */
export function createObtain<T>(
  kind: Pick<DocumentKind<T>, 'retrieve' | 'read' | 'open'>,
  { clock, documents, contextOf }: ObtainParts,
) {
  const sharing = createSharing<Obtained<T>>()

  async function obtain(errand: Errand): Promise<Obtained<T>> {
    const { address, key, inquiry } = errand
    const known = await documents(inquiry.isPrivate).find(key)
    if (known?.url === address && known.validators !== undefined) {
      const obtained = await fetchUnless(known.validators, errand)
      if (obtained !== 'lost') return obtained
    }
    const obtained = await fetchUnless(undefined, errand)
    return obtained === 'lost' ? { kind: 'refused', cause: 'http-error' } : obtained
  }

  /** `lost` where there is nothing new, and what was known is no longer there. */
  async function fetchUnless(
    validators: Validators | undefined,
    { address, key, subject, inquiry }: Errand,
  ): Promise<Obtained<T> | 'lost'> {
    const fetchedAt = clock.now()
    const retrieved = await kind.retrieve(subject, address, inquiry, validators)
    switch (retrieved.kind) {
      case 'failed':
        return { ...retrieved, kind: 'refused' }
      case 'bytes': {
        const read = await kind.read(retrieved.bytes, subject, contextOf(inquiry))
        if (read.kind === 'refused') return read
        return { ...read, obtained: 'network', facts: { fetchedAt, ...retrieved.caching } }
      }
      case 'not-modified': {
        const found = await loadDocument(kind, documents(inquiry.isPrivate), key)
        if (found === undefined) return 'lost'
        // Nobody has signed that there is nothing newer: it stays what it was, from when it was.
        const facts = { ...found.stored, ...retrieved.caching }
        return { kind: 'document', document: found.document, obtained: 'stored', facts }
      }
    }
  }

  return (errand: Errand): Promise<Obtained<T>> => {
    const { address, key, inquiry } = errand
    const { isPrivate, isBackground } = inquiry
    return sharing.join(
      JSON.stringify([isPrivate, isBackground, key, address]),
      inquiry.cancellation,
      (cancellation) => obtain({ ...errand, inquiry: { ...inquiry, cancellation } }),
    )
  }
}

/** The stored document of that name; one that something has befallen on the disk is dropped, to be fetched again. */
export async function loadDocument<T>(
  { open }: Pick<DocumentKind<T>, 'open'>,
  store: DocumentStore,
  key: string,
): Promise<{ readonly document: T; readonly stored: StoredDocument } | undefined> {
  const stored = await store.load(key)
  if (stored === undefined) return undefined
  try {
    return { document: open(stored.bytes), stored }
  } catch (error) {
    if (!(error instanceof PkiError)) throw error
    await store.drop(key)
    return undefined
  }
}
