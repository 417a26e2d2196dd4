import type { Collection } from '../../pki/remote-settings/collection.ts'
import type { CollectionName } from './config.ts'
import { fetchFilters, type FetchParts } from './fetch-filters.ts'
import { type FilterPlan, planFilters } from './plan-filters.ts'
import type { Activity, CollectionState, InForce } from './remote-state.ts'
import { selectFilters } from './select-filters.ts'
import { syncCollection, type SyncParts } from './sync-collection.ts'

export interface UpdateParts extends SyncParts, Omit<FetchParts, 'onProgress'> {
  readonly browserVersion: () => Promise<number>
  readonly tell: (activity: Activity) => void
  /** Takes over a state that is on disk. */
  readonly take: (name: CollectionName, state: CollectionState) => void
  /** Told whenever something is still to be fetched. */
  readonly onPending: (pending: CollectionState['pending']) => void
}

export interface CollectionUpdate {
  /** When the server says that the collection was last changed. */
  readonly expected: number
  /** Before the update. */
  readonly state: CollectionState
  /** The state after it. */
  readonly succeeded: (inForce: InForce) => CollectionState
}

/** Brings a collection up to date; says whether anything else is in force now. Rejects with a RemoteError or PkiError. */
export type UpdateCollection = (update: CollectionUpdate, parts: UpdateParts) => Promise<boolean>

export const updateCollection: Readonly<Record<CollectionName, UpdateCollection>> = {
  onecrl: updateOneCrl,
  'cert-revocations': updateFilters,
}

async function updateOneCrl({ expected, succeeded }: CollectionUpdate, parts: UpdateParts): Promise<boolean> {
  const { store, tell, take } = parts
  const known = await store.loadCollection('onecrl')
  tell({ phase: 'comparing', collection: 'onecrl' })
  const collection = await syncCollection('onecrl', expected, known, parts)
  const { timestamp, records } = collection
  const inForce = { timestamp, records: records.length, effectiveTimestamp: undefined, files: 0, bytes: 0 }
  const next = succeeded(inForce)
  if (collection === known) await store.saveState('onecrl', next)
  else await store.saveCollection('onecrl', collection, next)
  take('onecrl', next)
  return collection !== known
}

/** The records are kept as soon as they are verified; they take effect when all of the filters are there. */
async function updateFilters(update: CollectionUpdate, parts: UpdateParts): Promise<boolean> {
  const { store, tell, take } = parts
  const collection = await syncRevocations(update, parts)
  const version = await parts.browserVersion()
  const files = selectFilters(collection.records, { channel: parts.config.channel, version })
  const before = await store.loadFilterSet()
  const inForce = new Set(before?.files.map(({ hash }) => hash))
  const plan = planFilters(files, { inForce, stored: await store.attachmentHashes() })
  await carryOut(plan, update, parts)
  tell({ phase: 'taking-effect', collection: 'cert-revocations' })
  const next = update.succeeded(inForceOf(collection, plan))
  await store.takeEffect({ timestamp: collection.timestamp, files }, next)
  take('cert-revocations', next)
  return before?.timestamp !== collection.timestamp || plan.additions.length > 0
}

async function syncRevocations(
  { expected, state }: CollectionUpdate,
  parts: UpdateParts,
): Promise<Collection> {
  const name = 'cert-revocations'
  const known = await parts.store.loadCollection(name)
  parts.tell({ phase: 'comparing', collection: name })
  const collection = await syncCollection(name, expected, known, parts)
  if (collection !== known) await parts.store.saveCollection(name, collection, state)
  return collection
}

async function carryOut(plan: FilterPlan, { state }: CollectionUpdate, parts: UpdateParts): Promise<void> {
  const { additionalBytes: of, missingBytes: missing } = plan
  // So that also whoever comes after a crash can be told how much is left.
  if (missing > 0)
    await parts.store.saveState('cert-revocations', { ...state, pending: { bytes: of, missing } })
  const onProgress = (done: number): void => {
    parts.onPending({ bytes: of, missing: of - done })
    parts.tell({ phase: 'downloading', collection: 'cert-revocations', done, of })
  }
  await fetchFilters(plan, { ...parts, onProgress })
}

function inForceOf({ timestamp }: Collection, { filters, totalBytes }: FilterPlan): InForce {
  return {
    timestamp,
    records: filters.length,
    effectiveTimestamp: Math.max(...filters.map(({ effectiveTimestamp }) => effectiveTimestamp)),
    files: filters.length,
    bytes: totalBytes,
  }
}
