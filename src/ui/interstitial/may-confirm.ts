import { isTypedHost } from '../../policy/typed-host.ts'
import type { Hold, InterstitialState } from './state.ts'
import { causeOf, verdictKindOf } from './view.ts'

/**
 * Long enough that nobody confirms with the click that opened the second step, nor with one that was meant for a window
 * that lay over this one until an instant ago.
 */
export const CONFIRM_DELAY_MS = 1_000

/** Whether the user's word would be taken now. */
export function mayConfirm({ consent, outcome, hold, now, attendedSince }: InterstitialState): boolean {
  if (!consent || !outcome || hold?.phase !== 'settled' || consent.phase === 'sending') return false
  if (attendedSince === undefined) return false
  if (now - Math.max(consent.openedAt, attendedSince) < CONFIRM_DELAY_MS) return false
  switch (outcome.mayContinue) {
    case 'yes':
      return true
    case 'typed-host':
      return isTypedHost(consent.typedHost, outcome.host)
    case 'no':
      return false
  }
}

/** What the user is about to go on in spite of is still what stands in the way. */
export function isAsBefore(hold: Hold, outcome: Hold | undefined): boolean {
  return (
    outcome !== undefined &&
    verdictKindOf(hold) === verdictKindOf(outcome) &&
    causeOf(hold) === causeOf(outcome)
  )
}
