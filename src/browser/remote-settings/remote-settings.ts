import type { Bytes } from '../../pki/bytes.ts'
import type { Collection } from '../../pki/remote-settings/collection.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import type { CollectionName, RemoteSettingsConfig } from './config.ts'
import { type LoadedFilters, loadFilters, type OfflineData } from './offline-data.ts'
import type { RemoteStatus } from './remote-state.ts'
import type { RemoteStore } from './remote-store.ts'
import { runUpdate, type UpdateOutcome, type UpdateReason } from './run-update.ts'
import { createStateBoard, type StateBoard } from './state-board.ts'

export interface RemoteSettingsParts {
  readonly config: () => Promise<RemoteSettingsConfig>
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly isOnline: () => boolean
  readonly store: RemoteStore
  readonly crypto: WebCrypto
  /** Major version of the running Firefox. */
  readonly browserVersion: () => Promise<number>
  /** Throws a PkiError for a filter that must not take effect. */
  readonly accept: (bytes: Bytes) => void
}

/** OneCRL and the CRLite filters, kept up to date. Nothing here rejects. */
export interface RemoteSettings {
  /** At most one at a time: whoever comes while there is one gets the outcome of that. */
  update(reason: UpdateReason): Promise<UpdateOutcome>
  status(): Promise<RemoteStatus>
  /** What is in force; read once, and again after it has changed. */
  current(): Promise<OfflineData>
  /** Returns how to take it back. */
  onChange(listener: (status: RemoteStatus) => void): () => void
  /** Ends an update and lets go of everything. */
  clear(): Promise<void>
}

interface Loaded {
  readonly onecrl: Collection | undefined
  readonly filters: LoadedFilters
}

export function createRemoteSettings(parts: RemoteSettingsParts): RemoteSettings {
  const board = createStateBoard(parts.store)
  let running: { readonly outcome: Promise<UpdateOutcome>; readonly cancellation: Cancellation } | undefined
  let clearing: Promise<void> | undefined
  let loaded: Promise<Loaded> | undefined

  const start = async (reason: UpdateReason, cancellation: Cancellation): Promise<UpdateOutcome> => {
    await clearing
    const outcome = await runUpdate(reason, { ...parts, board }, cancellation)
    running = undefined
    if (Object.values(outcome).some(({ kind }) => kind === 'updated')) loaded = undefined
    return outcome
  }
  const clear = async (): Promise<void> => {
    running?.cancellation.cancel()
    await running?.outcome
    loaded = undefined
    // What cannot be reached on disk is not believed any more, either.
    await parts.store.clear().catch(() => undefined)
    board.forget()
  }

  return {
    update(reason) {
      if (running === undefined) {
        const cancellation = new Cancellation()
        running = { cancellation, outcome: start(reason, cancellation) }
      }
      return running.outcome
    },
    status: () => board.status(),
    async current() {
      try {
        loaded ??= load(parts, board)
        return offlineData(await loaded, await board.status())
      } catch {
        loaded = undefined
        return { onecrl: undefined, crlite: undefined }
      }
    },
    onChange: (listener) => board.onChange(listener),
    clear: () =>
      (clearing ??= clear().finally(() => {
        clearing = undefined
      })),
  }
}

async function load({ store, crypto }: RemoteSettingsParts, board: StateBoard): Promise<Loaded> {
  const onecrl = await store.loadCollection('onecrl')
  const filters = await loadFilters(store, crypto)
  if (onecrl === undefined) await reportLost('onecrl', board)
  if (filters.kind === 'damaged') await store.dropAttachments(filters.hashes)
  if (filters.kind !== 'whole') await reportLost('cert-revocations', board)
  return { onecrl, filters }
}

/** What was in force and is no more has to be fetched again, and at once. */
async function reportLost(name: CollectionName, board: StateBoard): Promise<void> {
  const state = (await board.states())[name]
  if (state.inForce === undefined) return
  await board.keep(name, { ...state, inForce: undefined, lastSuccess: undefined })
}

function offlineData({ onecrl, filters }: Loaded, { collections }: RemoteStatus): OfflineData {
  const checkedAt = (name: CollectionName): number => collections[name].lastSuccess ?? 0
  return {
    onecrl: onecrl && { ...onecrl, checkedAt: checkedAt('onecrl') },
    crlite:
      filters.kind === 'whole'
        ? {
            filters: filters.filters,
            timestamp: filters.set.timestamp,
            checkedAt: checkedAt('cert-revocations'),
          }
        : undefined,
  }
}
