import { RemoteError } from './cause.ts'
import type { FilterFile } from './filter-file.ts'

/** What is on disk, by hash. */
export interface OnDisk {
  readonly inForce: ReadonlySet<string>
  /** Also those that an interrupted update has left. */
  readonly stored: ReadonlySet<string>
}

/** What it takes to have these filters in force. */
export interface FilterPlan {
  readonly filters: readonly FilterFile[]
  /** Not in force yet, in their order: whether they have to be fetched, or only looked at. */
  readonly additions: readonly Addition[]
  /** Hashes of files that are of no use, neither now nor then. */
  readonly drop: readonly string[]
  /** Sizes of all the filters, of the additions, and of those that have to be fetched. */
  readonly totalBytes: number
  readonly additionalBytes: number
  readonly missingBytes: number
}

export interface Addition {
  readonly file: FilterFile
  readonly isStored: boolean
}

const MAX_TOTAL_BYTES = 128 * 1024 * 1024

export function planFilters(filters: readonly FilterFile[], { inForce, stored }: OnDisk): FilterPlan {
  const isKept = ({ hash }: FilterFile): boolean => inForce.has(hash) && stored.has(hash)
  const wanted = new Map(filters.map((file) => [file.hash, file]))
  const additions = [...wanted.values()]
    .filter((file) => !isKept(file))
    .map((file) => ({ file, isStored: stored.has(file.hash) }))
  const totalBytes = bytesOf(filters)
  if (totalBytes > MAX_TOTAL_BYTES) throw new RemoteError('too-large', `${totalBytes} bytes of filters`)
  return {
    filters,
    additions,
    drop: [...stored].filter((hash) => !wanted.has(hash) && !inForce.has(hash)),
    totalBytes,
    additionalBytes: bytesOf(additions.map(({ file }) => file)),
    missingBytes: bytesOf(additions.filter(({ isStored }) => !isStored).map(({ file }) => file)),
  }
}

export function bytesOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}
