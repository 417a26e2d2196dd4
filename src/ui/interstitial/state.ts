import type { HeldState, HoldState } from '../../browser/messages.ts'
import type { ExceptionDuration } from '../../policy/settings.ts'
import { NOTHING_HELD } from '../held/model.ts'

export type Hold = Exclude<HoldState, { readonly phase: 'gone' }>

/** The second step of "Continue anyway". */
export interface Consent {
  readonly openedAt: number
  readonly duration: ExceptionDuration
  readonly typedHost: string
  /** The user tried to paste the name, or to drop it there. */
  readonly wasPasted: boolean
  readonly phase: 'choosing' | 'sending' | 'refused'
}

export interface InterstitialState {
  readonly now: number
  /** Where the page is, by the address of this one. */
  readonly page: string | undefined
  /** The latest answer of the background; undefined before the first. */
  readonly hold: HoldState | undefined
  /** The last outcome: stays on screen while a later attempt is under way. */
  readonly outcome: Hold | undefined
  readonly isUnreachable: boolean
  readonly consent: Consent | undefined
  /** When the page was let go, or this page of ours left for it. */
  readonly releasedAt: number | undefined
  /** Since when this page has been in front of the user without a break; undefined while it is not. */
  readonly attendedSince: number | undefined
  /** All that stands held, this page among it. */
  readonly held: HeldState
}

export function initialState(now: number, page: string | undefined): InterstitialState {
  return {
    now,
    page,
    hold: undefined,
    outcome: undefined,
    isUnreachable: false,
    consent: undefined,
    releasedAt: undefined,
    attendedSince: undefined,
    held: NOTHING_HELD,
  }
}
