import type { DocumentStore } from './document-store.ts'

/** Drops what had ended by a moment: nothing that anybody would still believe. */
export async function dropEnded(
  documents: Pick<DocumentStore, 'list' | 'drop'>,
  moment: number,
): Promise<void> {
  const ended = (await documents.list()).filter(({ until }) => until <= moment)
  await Promise.all(ended.map(({ key }) => documents.drop(key)))
}
