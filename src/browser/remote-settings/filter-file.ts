import { fieldsOf, isTimestamp, type RemoteRecord } from '../../pki/remote-settings/changeset.ts'
import { RemoteError } from './cause.ts'

/** A CRLite filter as its record announces it. */
export interface FilterFile {
  /** Id of its record. */
  readonly id: string
  /** Readable: "2026-11-22T12:05:11+00:00Z-diff". */
  readonly name: string
  readonly isFull: boolean
  /** Id of the record that a delta follows upon; undefined for a full filter. */
  readonly parent: string | undefined
  /** Milliseconds since the epoch: as of when it was made. */
  readonly effectiveTimestamp: number
  /** SHA-256 of the file in hex. */
  readonly hash: string
  readonly size: number
  /** Path below the server of attachments. */
  readonly location: string
}

/** Sign-off at the publisher stops above 10 MiB. */
const MAX_FILTER_BYTES = 32 * 1024 * 1024

export function parseFilterRecord(record: RemoteRecord): FilterFile {
  const { id, incremental, parent, effectiveTimestamp } = record
  const { hash, size, location } = fieldsOf(record['attachment'])
  const { name = id } = fieldsOf(record['details'])
  const isWhole =
    typeof incremental === 'boolean' && isTimestamp(effectiveTimestamp) && isTimestamp(size) && isHash(hash)
  if (!isWhole || typeof location !== 'string') throw new RemoteError('malformed', `record ${id}`)
  if (size > MAX_FILTER_BYTES) throw new RemoteError('too-large', `${location}: ${size} bytes`)
  return {
    id,
    name: String(name),
    isFull: !incremental,
    parent: typeof parent === 'string' ? parent : undefined,
    effectiveTimestamp,
    hash,
    size,
    location,
  }
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
