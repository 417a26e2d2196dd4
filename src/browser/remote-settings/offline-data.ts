import type { Bytes } from '../../pki/bytes.ts'
import type { RemoteRecord } from '../../pki/remote-settings/changeset.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import { sha256 } from './fetch-filters.ts'
import type { FilterFile } from './filter-file.ts'
import type { FilterSet, RemoteStore } from './remote-store.ts'

export interface Filter {
  readonly name: string
  readonly bytes: Bytes
  readonly effectiveTimestamp: number
  readonly isFull: boolean
}

/** What is in force. Times are milliseconds since the epoch. */
export interface OfflineData {
  readonly onecrl:
    | { readonly records: readonly RemoteRecord[]; readonly timestamp: number; readonly checkedAt: number }
    | undefined
  /** The full filter, then its deltas; `checkedAt` is when the server last said that there are no others. */
  readonly crlite:
    | { readonly filters: readonly Filter[]; readonly timestamp: number; readonly checkedAt: number }
    | undefined
}

/** The filters in force, or the hashes of those that are missing or damaged: without them the others say nothing. */
export type LoadedFilters =
  | { readonly kind: 'whole'; readonly set: FilterSet; readonly filters: readonly Filter[] }
  | { readonly kind: 'damaged'; readonly hashes: readonly string[] }
  | { readonly kind: 'none' }

export async function loadFilters(store: RemoteStore, crypto: WebCrypto): Promise<LoadedFilters> {
  const loaded = await store.loadFilters()
  if (loaded === undefined) return { kind: 'none' }
  const { set, files } = loaded
  const filters = await Promise.all(set.files.map((file) => soundFilter(file, files.get(file.hash), crypto)))
  const whole = filters.filter((filter) => filter !== undefined)
  if (whole.length === filters.length) return { kind: 'whole', set, filters: whole }
  return { kind: 'damaged', hashes: set.files.filter((_, i) => !filters[i]).map(({ hash }) => hash) }
}

/** A bit that has turned over on the disk would turn a revoked certificate into a good one. */
async function soundFilter(
  { name, hash, effectiveTimestamp, isFull }: FilterFile,
  bytes: Bytes | undefined,
  crypto: WebCrypto,
): Promise<Filter | undefined> {
  if (bytes === undefined || (await sha256(bytes, crypto)) !== hash) return undefined
  return { name, bytes, effectiveTimestamp, isFull }
}
