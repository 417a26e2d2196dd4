import { COLLECTIONS } from './config.ts'
import type { CollectionState, RemoteFailure, RemoteStates } from './remote-state.ts'
import { LONGEST_PAUSE_MS } from './requested-pause.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Deltas come twice a day. */
const PERIOD_MS = 12 * HOUR_MS
const LONGEST_BACKOFF_MS = 6 * HOUR_MS

/** When there is something to do next for any collection; not later than now if there is now. */
export function nextUpdateAt(states: RemoteStates, now: number): number {
  return Math.min(...COLLECTIONS.map((name) => dueAt(states[name], now)))
}

export function dueAt(state: CollectionState, now: number): number {
  return Math.max(dueByItself(state, now), pauseEnd(state, now))
}

function dueByItself(state: CollectionState, now: number): number {
  const { lastSuccess, failure } = state
  if (failure !== undefined) return after(failure.at, backoff(failure), now)
  return wasInterrupted(state) ? now : after(lastSuccess, PERIOD_MS, now)
}

/** It has not failed, and came to no end all the same: the browser or the event page did. */
function wasInterrupted({ lastAttempt = 0, lastSuccess = 0 }: CollectionState): boolean {
  return lastAttempt > lastSuccess
}

/** Until when the server wants to be left alone, whoever asks. A clock that was set back does not make it longer. */
export function pauseEnd({ notBefore = 0 }: Pick<CollectionState, 'notBefore'>, now: number): number {
  return notBefore <= now + LONGEST_PAUSE_MS ? notBefore : 0
}

/** What seems to have happened in the future was before the clock was set back: nobody knows when. */
function after(time: number | undefined, ms: number, now: number): number {
  return time === undefined || time > now ? now : time + ms
}

/** 1, 2, 4 … minutes. */
function backoff({ attempts }: RemoteFailure): number {
  return Math.min(MINUTE_MS * 2 ** (attempts - 1), LONGEST_BACKOFF_MS)
}
