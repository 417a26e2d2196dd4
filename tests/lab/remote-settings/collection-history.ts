import { isDeepStrictEqual } from 'node:util'

/** As Kinto has it: an id, the time of its last change, and whatever belongs to it. */
export interface PublishedRecord {
  readonly id: string
  readonly [field: string]: unknown
}

export interface Version {
  readonly timestamp: number
  readonly records: readonly PublishedRecord[]
}

/** What a collection was at each moment. */
export interface CollectionHistory {
  readonly versions: readonly Version[]
  /** Puts these records in place of all. */
  publish(records: readonly PublishedRecord[]): Version
}

export function collectionHistory(start: number): CollectionHistory {
  const versions: Version[] = [{ timestamp: start, records: [] }]
  return {
    versions,
    publish(records) {
      const before = versions.at(-1) ?? { timestamp: start, records: [] }
      // A day later, so that a human who reads along can tell versions apart.
      const timestamp = before.timestamp + 86_400_000
      const known = new Map(before.records.map((record) => [record.id, record]))
      const stamped = records.map((record) => keepOrStamp(record, known.get(record.id), timestamp))
      const version = { timestamp, records: stamped }
      versions.push(version)
      return version
    },
  }
}

function keepOrStamp(
  record: PublishedRecord,
  before: PublishedRecord | undefined,
  timestamp: number,
): PublishedRecord {
  const isUnchanged =
    before && isDeepStrictEqual({ ...before, last_modified: 0 }, { ...record, last_modified: 0 })
  return isUnchanged ? before : { ...record, last_modified: timestamp }
}

/** What has changed since: new and changed records, and tombstones. Everything where nothing is known of that moment. */
export function changesSince(
  versions: readonly Version[],
  now: Version,
  since: number | undefined,
): readonly PublishedRecord[] {
  const then = versions.find(({ timestamp }) => timestamp === since)
  if (then === undefined || then.timestamp > now.timestamp) return since === undefined ? now.records : []
  const before = new Map(then.records.map((record) => [record.id, record]))
  const present = new Set(now.records.map(({ id }) => id))
  const gone = then.records.filter(({ id }) => !present.has(id))
  return [
    ...gone.map(({ id }) => ({ id, deleted: true, last_modified: now.timestamp })),
    ...now.records.filter((record) => !isDeepStrictEqual(before.get(record.id), record)),
  ]
}
