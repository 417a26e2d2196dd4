import type { Bytes } from '../../pki/bytes.ts'
import type { EvidenceSummary } from '../messages.ts'

/** A signed document as it was received: it is verified anew whenever it is used. */
export interface StoredDocument {
  readonly key: string
  readonly bytes: Bytes
  readonly url: string
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number
  readonly thisUpdate: number
  /** From here on it is worth nothing. */
  readonly until: number
}

/** Where signed documents are kept. A store that fails is an empty one: no method rejects. */
export interface DocumentStore {
  load(key: string): Promise<StoredDocument | undefined>
  save(document: StoredDocument): Promise<void>
  drop(key: string): Promise<void>
  summary(): Promise<EvidenceSummary>
  clear(): Promise<void>
}
