import type { HoldState } from '../../browser/messages.ts'
import type { InterstitialState } from './state.ts'

/** So long the background's own way of sending the tab on may take. */
export const RELEASE_PATIENCE_MS = 3_000

/** The page was let go, but Firefox has not left for it. */
export function isReleaseSlow({ releasedAt, now }: InterstitialState): boolean {
  return releasedAt !== undefined && now - releasedAt >= RELEASE_PATIENCE_MS
}

/** When the tab was sent on its way: by the answer that says so, or, where it came too late for that, by its absence. */
export function releaseTime(hold: HoldState, before: InterstitialState, now: number): number | undefined {
  switch (hold.phase) {
    case 'released':
      return before.releasedAt ?? now
    case 'gone':
      return before.hold === undefined || before.hold.phase === 'gone'
        ? before.releasedAt
        : (before.releasedAt ?? now)
    case 'checking':
    case 'settled':
      return undefined
  }
}
