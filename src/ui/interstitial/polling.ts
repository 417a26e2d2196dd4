import type { HoldState } from '../../browser/messages.ts'

export const BEAT_MS = 300
const SETTLED_POLL_MS = 2_000
/** In a tab that nobody looks at, until it has settled; then not at all. */
export const HIDDEN_POLL_MS = 2_000

/** After how long the background is asked anew. */
export function pollInterval(hold: HoldState | undefined, isHidden: boolean): number {
  if (isHidden) return HIDDEN_POLL_MS
  if (hold === undefined) return BEAT_MS
  switch (hold.phase) {
    case 'checking':
      return BEAT_MS
    case 'settled':
      return hold.isTryingAgain ? BEAT_MS : SETTLED_POLL_MS
    case 'released':
    case 'gone':
      return SETTLED_POLL_MS
  }
}
