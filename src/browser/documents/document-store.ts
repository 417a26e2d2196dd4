import type { Bytes } from '../../pki/bytes.ts'
import type { SourceId } from '../../policy/evidence.ts'
import type { Subject } from '../../policy/source.ts'

/** What makes a later request for the same document conditional (RFC 9110 §13.1). */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

/** What is known of a document without looking into it. Times are milliseconds since the epoch. */
export interface DocumentFacts {
  readonly key: string
  readonly source: SourceId
  readonly url: string
  readonly fetchedAt: number
  readonly thisUpdate: number
  /** From here on it is worth nothing. */
  readonly until: number
  /** When somebody last needed it, give or take an hour. */
  readonly usedAt: number
  readonly validators?: Validators
  /** Its server wants not to be asked again before. */
  readonly restsUntil?: number
}

/** Whom a document is about: enough to ask for it again when nobody is there. */
export interface StoredSubject extends Pick<Subject, 'role' | 'isBuiltInRoot'> {
  /** DER. */
  readonly certificate: Bytes
  readonly issuer: Bytes
}

/** A signed document in the form in which its source keeps it: it is checked anew whenever it is used. */
export interface StoredDocument extends DocumentFacts {
  readonly bytes: Bytes
  readonly subject: StoredSubject
}

export interface DocumentEntry extends DocumentFacts {
  /** Length of its bytes. */
  readonly size: number
}

/** Where signed documents are kept. A store that fails is an empty one: no method rejects. */
export interface DocumentStore {
  /** Without the bytes. */
  find(key: string): Promise<DocumentEntry | undefined>
  load(key: string): Promise<StoredDocument | undefined>
  /** False where a newer one is there that still counts: then that one stays. */
  save(document: StoredDocument): Promise<boolean>
  /** Notes new facts about a document that stays as it is; nothing where another has taken its place. */
  note(facts: DocumentFacts): Promise<void>
  drop(key: string): Promise<void>
  list(): Promise<readonly DocumentEntry[]>
  clear(): Promise<void>
}

/** Whether a document must not take the place of the one that is there: what an attacker replays is older, too. */
export function isSuperseded(document: DocumentFacts, known: DocumentFacts | undefined): boolean {
  return known !== undefined && known.thisUpdate > document.thisUpdate && known.until > document.fetchedAt
}

/** Whether facts are about the very document, and not about one that was there before it. */
export function isAbout(facts: DocumentFacts, document: DocumentFacts): boolean {
  return facts.fetchedAt === document.fetchedAt && facts.thisUpdate === document.thisUpdate
}

export function entryOf(document: StoredDocument): DocumentEntry {
  const { bytes, subject: _, ...facts } = document
  return { ...facts, size: bytes.length }
}
