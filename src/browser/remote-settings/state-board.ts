import { COLLECTIONS, type CollectionName } from './config.ts'
import {
  type Activity,
  type CollectionState,
  NOTHING_YET,
  type RemoteStates,
  type RemoteStatus,
} from './remote-state.ts'
import type { RemoteStore } from './remote-store.ts'

/** How it stands, in memory and on disk, for whoever wants to be told. */
export interface StateBoard {
  readonly status: () => Promise<RemoteStatus>
  /** As on disk; rejects with a RemoteError where that cannot be read. */
  readonly states: () => Promise<RemoteStates>
  /** Tells what is going on now. */
  readonly tell: (activity: Activity) => void
  /** Takes over a state that is on disk already. */
  readonly take: (name: CollectionName, state: CollectionState) => void
  /** Keeps a state in memory, and on disk if that is possible. */
  readonly keep: (name: CollectionName, state: CollectionState) => Promise<void>
  readonly forget: () => void
  readonly onChange: (listener: (status: RemoteStatus) => void) => () => void
}

export function createStateBoard(store: RemoteStore): StateBoard {
  const listeners = new Set<(status: RemoteStatus) => void>()
  let activity: Activity = { phase: 'idle' }
  let states: RemoteStates = { onecrl: NOTHING_YET, 'cert-revocations': NOTHING_YET }
  let loading: Promise<void> | undefined
  const load = (): Promise<void> =>
    (loading ??= loadStates(store).then(
      (loaded) => {
        states = loaded
      },
      (error: unknown) => {
        loading = undefined
        throw error
      },
    ))
  const emit = (): void => {
    for (const listener of listeners) tellOne(listener, { activity, collections: states })
  }
  const take = (name: CollectionName, state: CollectionState): void => {
    states = { ...states, [name]: state }
    emit()
  }

  return {
    async status() {
      // Where nothing can be read there is nothing in force; why, the last update has found out as well.
      await load().catch(() => undefined)
      return { activity, collections: states }
    },
    async states() {
      await load()
      return states
    },
    tell(now) {
      activity = now
      emit()
    },
    take,
    async keep(name, state) {
      take(name, state)
      // It is known as long as this page lives; whoever writes data will meet the same fault.
      await store.saveState(name, state).catch(() => undefined)
    },
    forget() {
      states = { onecrl: NOTHING_YET, 'cert-revocations': NOTHING_YET }
      emit()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A page that has gone is no reason to stop. */
function tellOne(listener: (status: RemoteStatus) => void, status: RemoteStatus): void {
  try {
    listener(status)
  } catch {
    // It has nobody to complain to.
  }
}

async function loadStates(store: RemoteStore): Promise<RemoteStates> {
  const loaded = await Promise.all(COLLECTIONS.map((name) => store.loadState(name)))
  const [onecrl = NOTHING_YET, revocations = NOTHING_YET] = loaded
  return { onecrl, 'cert-revocations': revocations }
}
