import type { Bytes } from '../../pki/bytes.ts'
import type { Collection } from '../../pki/remote-settings/collection.ts'
import type { CollectionName } from './config.ts'
import type { FilterFile } from './filter-file.ts'
import type { CollectionState } from './remote-state.ts'

/** The filters in force, in their order. */
export interface FilterSet {
  /** Of the collection that they were selected from. */
  readonly timestamp: number
  readonly files: readonly FilterFile[]
}

/**
 * Where the offline data is kept. Every method is one transaction: it happens as a whole or not at all. They reject with
 * a RemoteError `storage-failed`; what is found not to be in its form is dropped and not there.
 */
export interface RemoteStore {
  loadState(name: CollectionName): Promise<CollectionState | undefined>
  saveState(name: CollectionName, state: CollectionState): Promise<void>
  /** The newest that was verified; of filters, not necessarily what is in force. */
  loadCollection(name: CollectionName): Promise<Collection | undefined>
  saveCollection(name: CollectionName, collection: Collection, state: CollectionState): Promise<void>
  attachmentHashes(): Promise<ReadonlySet<string>>
  loadAttachment(hash: string): Promise<Bytes | undefined>
  saveAttachment(hash: string, bytes: Bytes): Promise<void>
  dropAttachments(hashes: readonly string[]): Promise<void>
  loadFilterSet(): Promise<FilterSet | undefined>
  /** The set in force with what there is of its files, by hash. */
  loadFilters(): Promise<{ readonly set: FilterSet; readonly files: ReadonlyMap<string, Bytes> } | undefined>
  /** Puts the set in force, and lets go of every file that is not in it. */
  takeEffect(set: FilterSet, state: CollectionState): Promise<void>
  clear(): Promise<void>
}
