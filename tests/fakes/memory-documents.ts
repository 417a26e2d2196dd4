import {
  type DocumentStore,
  isAbout,
  isSuperseded,
  type StoredDocument,
} from '../../src/browser/documents/document-store.ts'

/** Documents in a map, and what was done with them. */
export class MemoryDocuments implements DocumentStore {
  readonly documents = new Map<string, StoredDocument>()
  saved = 0
  noted = 0

  async find(key: string) {
    const document = this.documents.get(key)
    if (document === undefined) return undefined
    const { bytes, subject: _, ...facts } = document
    return { ...facts, size: bytes.length }
  }

  load(key: string) {
    return Promise.resolve(this.documents.get(key))
  }

  async save(document: StoredDocument) {
    if (isSuperseded(document, this.documents.get(document.key))) return false
    this.saved++
    this.documents.set(document.key, document)
    return true
  }

  async note(facts: Omit<StoredDocument, 'bytes' | 'subject'>) {
    this.noted++
    const known = this.documents.get(facts.key)
    if (known !== undefined && isAbout(facts, known)) this.documents.set(facts.key, { ...known, ...facts })
  }

  async drop(key: string) {
    this.documents.delete(key)
  }

  async list() {
    const entries = await Promise.all([...this.documents.keys()].map((key) => this.find(key)))
    return entries.filter((entry) => entry !== undefined)
  }

  async clear() {
    this.documents.clear()
  }
}
