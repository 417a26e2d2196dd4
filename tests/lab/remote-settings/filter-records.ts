import { createHash } from 'node:crypto'

import type { PublishedRecord } from './collection-history.ts'

export interface PublishedFilter {
  readonly bytes: Uint8Array
  /** Milliseconds since the epoch. */
  readonly effectiveTimestamp: number
}

export interface FilterRecordOptions {
  readonly channel?: string
  /** The first version of Firefox that takes these. */
  readonly version?: number
}

/** Records of cert-revocations: the first filter is the full one, each other follows the one before it. */
export function filterRecords(
  filters: readonly PublishedFilter[],
  { channel = 'default', version = 133 }: FilterRecordOptions = {},
): readonly PublishedRecord[] {
  const idOf = (i: number): string => `${channel}-${version}-${hashOf(filters[i]?.bytes).slice(0, 16)}-${i}`
  return filters.map(({ bytes, effectiveTimestamp }, i) => {
    const incremental = i > 0
    const filename = `${idOf(i)}.filter${incremental ? '.delta' : ''}`
    const kind = incremental ? 'diff' : 'full'
    return {
      id: idOf(i),
      schema: 1,
      details: { name: `${new Date(effectiveTimestamp).toISOString()}-${kind}` },
      incremental,
      effectiveTimestamp,
      channel,
      filter_expression: `env.version|versionCompare('${version}.!') >= 0 && '${channel}' == 'security.pki.crlite_channel'|preferenceValue('none')`,
      ...(incremental && { parent: idOf(i - 1) }),
      coverage: [],
      enrolledIssuers: [],
      attachment: {
        hash: hashOf(bytes),
        size: bytes.length,
        filename,
        location: `security-state-staging/cert-revocations/${filename}`,
        mimetype: 'application/x-protobuf',
      },
    }
  })
}

export function hashOf(bytes: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Path of a record's file below `/attachments/`; empty where it has none. */
export function locationOf(record: PublishedRecord | undefined): string {
  const attachment = record?.['attachment']
  const isThere = typeof attachment === 'object' && attachment !== null && 'location' in attachment
  return isThere && typeof attachment.location === 'string' ? attachment.location : ''
}
