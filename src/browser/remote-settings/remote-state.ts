import type { RemoteCause } from './cause.ts'
import type { CollectionName } from './config.ts'

/** All times are milliseconds since the epoch. */
export interface RemoteFailure {
  readonly cause: RemoteCause
  readonly detail: string
  /** When updates began to fail, and when the last did. */
  readonly since: number
  readonly at: number
  readonly attempts: number
}

export interface InForce {
  /** As of when, by the server's own signed word. */
  readonly timestamp: number
  readonly records: number
  /** Of the newest filter: revocations up to then are in it. Undefined for OneCRL. */
  readonly effectiveTimestamp: number | undefined
  /** Filters, and their bytes. */
  readonly files: number
  readonly bytes: number
}

/** How it stands with a collection: what is on disk, shown to the user, and decides about the next attempt. */
export interface CollectionState {
  readonly lastAttempt: number | undefined
  /** When the server last said that what is in force is the newest. */
  readonly lastSuccess: number | undefined
  /** Undefined after a success. */
  readonly failure: RemoteFailure | undefined
  /** Until then the server wants to be left alone. */
  readonly notBefore: number | undefined
  readonly inForce: InForce | undefined
  /** Bytes of an unfinished update: of how many, how many are still to be fetched. */
  readonly pending: { readonly bytes: number; readonly missing: number } | undefined
}

export type RemoteStates = Readonly<Record<CollectionName, CollectionState>>

export const NOTHING_YET: CollectionState = {
  lastAttempt: undefined,
  lastSuccess: undefined,
  failure: undefined,
  notBefore: undefined,
  inForce: undefined,
  pending: undefined,
}

export type Activity =
  | { readonly phase: 'idle' | 'asking' }
  | { readonly phase: 'comparing' | 'taking-effect'; readonly collection: CollectionName }
  | {
      readonly phase: 'downloading'
      readonly collection: CollectionName
      readonly done: number
      readonly of: number
    }

/** What pages are shown: plain data. */
export interface RemoteStatus {
  readonly activity: Activity
  readonly collections: RemoteStates
}
