import { actionFor } from '../../policy/action.ts'
import type { Settings } from '../../policy/settings.ts'
import { scopeOf, type GuardedRequest } from './sighting.ts'

/**
 * How long a request may wait for its check, ms. A tab has its interstitial to wait in; a frame must wait where it is, as
 * must whatever a level does not let go undecided. Other parts are not worth more of a page's time than the page itself.
 */
export function patience(request: GuardedRequest, { level, holdMs, deadlineMs }: Settings): number {
  if (level === 'watch') return 0
  // With the interstitial the form would be lost, however well the check may end.
  if (!request.isSent && request.method !== 'GET') return deadlineMs
  const mayGoUndecided = actionFor('unverified', level, scopeOf(request)) === 'allow'
  return request.role === 'page' || mayGoUndecided ? holdMs : deadlineMs
}

/** What takes longer than its patience hangs: the check ends by itself. */
export const GRACE_MS = 1_000

/** How long deciding may take at the most, ms, whatever hangs. Before anything is sent, the site has to be reached first. */
export function longestMs(request: GuardedRequest, settings: Settings): number {
  return (request.isSent ? patience(request, settings) : settings.deadlineMs) + GRACE_MS
}
