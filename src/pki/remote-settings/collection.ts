import { canonicalJson } from './canonical-json.ts'
import type { RemoteRecord } from './changeset.ts'

/** All the records of a collection as of a moment. */
export interface Collection {
  readonly timestamp: number
  /** In the order of their ids, none deleted. */
  readonly records: readonly RemoteRecord[]
}

/** The records after the changes: a deletion is a record that says `deleted`, any other replaces its predecessor. */
export function applyChanges(
  records: readonly RemoteRecord[],
  changes: readonly RemoteRecord[],
): readonly RemoteRecord[] {
  const byId = new Map([...records, ...changes].map((record) => [record.id, record]))
  return [...byId.values()].filter((record) => record['deleted'] !== true).toSorted(inOrderOfIds)
}

function inOrderOfIds(a: RemoteRecord, b: RemoteRecord): number {
  return a.id < b.id ? -1 : 1
}

/** What the signature of a collection is over. */
export function collectionText({ records, timestamp }: Collection): string {
  return canonicalJson({ data: records, last_modified: String(timestamp) })
}
