import type { SourceId } from '../../policy/evidence.ts'
import type { EvidenceSummary } from '../messages.ts'
import type { DocumentEntry } from './document-store.ts'
import { sizeOf } from './least-useful.ts'

export function summarise(entries: readonly DocumentEntry[]): EvidenceSummary {
  const updates = entries.map(({ thisUpdate }) => thisUpdate).toSorted((a, b) => a - b)
  const [oldest, newest] = [updates[0], updates.at(-1)]
  return {
    documents: entries.length,
    bytes: sizeOf(entries),
    sources: sourcesOf(entries).map((source) => {
      const ofSource = entries.filter((entry) => entry.source === source)
      return { source, documents: ofSource.length, bytes: sizeOf(ofSource) }
    }),
    ...(oldest !== undefined && newest !== undefined && { oldest, newest }),
  }
}

function sourcesOf(entries: readonly DocumentEntry[]): readonly SourceId[] {
  return [...new Set(entries.map(({ source }) => source))].toSorted()
}
