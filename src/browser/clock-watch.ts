import type { Clock } from '../policy/clock.ts'
import { within } from '../policy/within.ts'
import type { StorageSlice } from './storage/session-table.ts'

/** Notices that the clock was set back, by more than a little. */
export interface ClockWatch {
  /** Does something once all is forgotten that would come to life again by it. At once, but for then and the start. */
  readonly first: <T>(run: () => T | Promise<T>) => T | Promise<T>
}

interface ClockWatchParts {
  readonly clock: Clock
  /** Memory that a suspension of the event page does not touch. */
  readonly session: StorageSlice
  /** It has been as late as that: whatever had ended by then must stay so. */
  readonly onSetBack: (latest: number) => Promise<unknown>
}

/** A clock that is set right by so much is no reason to forget anything: evidence tolerates it, too. */
const TOLERANCE_MS = 5 * 60_000
const NOTED_EVERY_MS = 60_000
const LONGEST_MS = 2_000
const KEY = 'latest'

/**
 * All that is known ends by the clock; set back by days, it would count again. How late it has been is kept for the
 * session: in the next one, a clock that was wrong the other way is as right as any.
 */
export function createClockWatch({ clock, session, onSetBack }: ClockWatchParts): ClockWatch {
  let latest = -Infinity
  let noted = -Infinity
  let busy: Promise<void> | undefined

  function work(task: () => Promise<unknown>): Promise<void> {
    const ended = within(
      task().catch(() => undefined),
      LONGEST_MS,
      clock,
    ).then(() => {
      busy = undefined
    })
    busy = ended
    return ended
  }

  async function remember(): Promise<void> {
    const stored: object = await session.get(KEY)
    const known: unknown = new Map<string, unknown>(Object.entries(stored)).get(KEY)
    if (typeof known === 'number' && known > latest) latest = known
  }

  function look(): Promise<void> | undefined {
    const now = clock.now()
    const before = latest
    const isSetBack = now < before - TOLERANCE_MS
    latest = isSetBack ? now : Math.max(before, now)
    if (isSetBack || latest - noted > NOTED_EVERY_MS) {
      noted = latest
      session.set({ [KEY]: latest }).catch(() => undefined)
    }
    return isSetBack ? work(() => onSetBack(before)) : undefined
  }

  void work(remember)
  return {
    first(run) {
      const waiting = busy ?? look()
      return waiting === undefined ? run() : waiting.then(() => look()).then(run)
    },
  }
}
