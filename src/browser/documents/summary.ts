import type { EvidenceSummary } from '../messages.ts'
import type { DocumentEntry } from './document-store.ts'

export function summarise(entries: readonly DocumentEntry[]): EvidenceSummary {
  const updates = entries.map(({ thisUpdate }) => thisUpdate).toSorted((a, b) => a - b)
  const [oldest, newest] = [updates[0], updates.at(-1)]
  return {
    documents: entries.length,
    bytes: entries.reduce((sum, { size }) => sum + size, 0),
    ...(oldest === undefined || newest === undefined ? {} : { oldest, newest }),
  }
}
