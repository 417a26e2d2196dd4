import { type Changeset, parseChangeset } from '../../pki/remote-settings/changeset.ts'
import { applyChanges, type Collection } from '../../pki/remote-settings/collection.ts'
import { RemoteError } from './cause.ts'
import type { CollectionName, RemoteSettingsConfig } from './config.ts'
import { type Download, downloadJson } from './download.ts'
import { changesetUrl } from './endpoints.ts'
import { verifyCollection, type VerifyParts } from './verify-collection.ts'

export interface SyncParts extends VerifyParts {
  readonly config: RemoteSettingsConfig
  readonly download: Download
}

/** OneCRL has 1.2 MB; revocation records used to carry lists of issuers, 50 kB each. */
const MAX_CHANGESET_BYTES = 32 * 1024 * 1024

/**
 * The collection as of now, verified: `known` itself if the server says that this is still the newest. Rejects with a
 * RemoteError or PkiError.
 */
export async function syncCollection(
  name: CollectionName,
  expected: number,
  known: Collection | undefined,
  parts: SyncParts,
): Promise<Collection> {
  if (known?.timestamp === expected) return known
  const fetchSince = (since: Collection | undefined) =>
    fetchCollection(name, { expected, since, atLeast: known?.timestamp ?? 0 }, parts)
  if (known === undefined) return fetchSince(undefined)
  try {
    return await fetchSince(known)
  } catch (error) {
    // Perhaps it is what we had that has gone bad. Firefox starts anew, too.
    if (error instanceof RemoteError && error.code === 'bad-signature') return fetchSince(undefined)
    throw error
  }
}

async function fetchCollection(
  name: CollectionName,
  { expected, since, atLeast }: { expected: number; since: Collection | undefined; atLeast: number },
  parts: SyncParts,
): Promise<Collection> {
  const url = changesetUrl(parts.config, name, { expected, since: since?.timestamp })
  const changeset = parseChangeset(await downloadJson(parts.download, { url, maxBytes: MAX_CHANGESET_BYTES }))
  requireNotOlder(changeset, atLeast)
  const { timestamp, changes, signatures } = changeset
  const collection = { timestamp, records: applyChanges(since?.records ?? [], changes) }
  await verifyCollection(collection, signatures, parts)
  return collection
}

/** Old signatures stay valid for months; only this keeps an attacker from showing yesterday's list. */
function requireNotOlder({ timestamp }: Changeset, atLeast: number): void {
  if (timestamp >= atLeast) return
  const [theirs, ours] = [timestamp, atLeast].map((time) => new Date(time).toISOString())
  throw new RemoteError('replayed', `as of ${theirs}, after one as of ${ours}`)
}
