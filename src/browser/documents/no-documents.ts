import type { DocumentStore } from './document-store.ts'

const nothing = () => Promise.resolve(undefined)

/** For checks in which nothing that is known already may count, and of which nothing may stay. */
export const NO_DOCUMENTS: DocumentStore = {
  find: nothing,
  load: nothing,
  save: () => Promise.resolve(true),
  note: nothing,
  drop: nothing,
  list: () => Promise.resolve([]),
  clear: nothing,
}
