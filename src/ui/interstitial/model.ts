import type { HeldState, HoldState, Send } from '../../browser/messages.ts'
import type { Cause } from '../../policy/cause.ts'
import { isTypedHost } from '../../policy/typed-host.ts'
import { DEFAULT_SETTINGS, type ExceptionDuration } from '../../policy/settings.ts'
import type { VerdictKind } from '../../policy/verdict.ts'
import { type Clock, within } from '../clock.ts'
import { NOTHING_HELD } from '../held/model.ts'
import { createStore, type Store } from '../store.ts'

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

/** `attended`: in front, in the window that has the focus. */
export type Presence = 'hidden' | 'visible' | 'attended'

export interface InterstitialDependencies {
  readonly id: string
  readonly send: Send
  readonly clock: Clock
  readonly presence: () => Presence
  /** Where the page is, should nobody know of it any more. */
  readonly page: string | undefined
  /** Leaves for the page, to be judged there anew. */
  readonly open: (url: string) => void
  readonly onChange: (state: InterstitialState) => void
}

const BEAT_MS = 300
const SETTLED_POLL_MS = 2_000
/** In a tab that nobody looks at, until it has settled; then not at all. */
const HIDDEN_POLL_MS = 2_000
const REPLY_TIMEOUT_MS = 5_000
const FAILURES_UNTIL_ERROR = 5
/**
 * Long enough that nobody confirms with the click that opened the second step, nor with one that was meant for a window
 * that lay over this one until an instant ago.
 */
export const CONFIRM_DELAY_MS = 1_000
const RELEASE_PATIENCE_MS = 3_000

/** Follows one held page: asks how it stands, has it tried again, and takes the user's word to go on. */
export class InterstitialModel {
  readonly #store: Store<InterstitialState>
  readonly #dependencies: InterstitialDependencies
  #callOffBeat: () => void = () => {}
  #defaultDuration: ExceptionDuration = DEFAULT_SETTINGS.exceptionDuration
  #failures = 0
  #askedAt = -Infinity
  /** Replies to any request but the last are dropped. */
  #lastRequest = 0
  #isWaiting = false
  /** It was at the last beat. */
  #isHidden = false
  #hasLeft = false

  constructor(dependencies: InterstitialDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(initialState(dependencies), dependencies.onChange)
  }

  get state(): InterstitialState {
    return this.#store.get()
  }

  start(): void {
    this.look()
    this.#beat()
    void this.#loadDefaultDuration()
  }

  stop(): void {
    this.#callOffBeat()
  }

  /** The page was hidden or shown, or its window lost or got the focus. */
  look(): void {
    const { clock, presence } = this.#dependencies
    const isAttended = presence() === 'attended'
    this.#store.set({ attendedSince: isAttended ? (this.state.attendedSince ?? clock.now()) : undefined })
    if (presence() !== 'hidden' && this.#isHidden) {
      this.#callOffBeat()
      this.#beat()
    }
  }

  /** What is known of the others has changed. */
  takeHeld(held: HeldState): void {
    this.#store.set({ held })
  }

  /** It has come back from the history as it was left. */
  comeBack(): void {
    this.#store.set({ attendedSince: undefined, consent: undefined })
    this.look()
  }

  /** By the user's hand. */
  retry(): void {
    void this.#ask('hold.retry')
  }

  /** The network is back: the background may be suspended, and not have heard of it. */
  async online(): Promise<void> {
    await this.#dependencies.send('network.back', {}).catch(() => undefined)
  }

  openConsent(): void {
    if (this.state.outcome?.mayContinue === 'no') return
    const consent: Consent = {
      openedAt: this.#dependencies.clock.now(),
      duration: this.#defaultDuration,
      typedHost: '',
      wasPasted: false,
      phase: 'choosing',
    }
    this.#store.set({ consent })
  }

  closeConsent(): void {
    this.#store.set({ consent: undefined })
  }

  chooseDuration(duration: ExceptionDuration): void {
    this.#changeConsent({ duration })
  }

  typeHost(typedHost: string): void {
    this.#changeConsent({ typedHost, wasPasted: false, phase: 'choosing' })
  }

  /** Typing is the proof that the name was read: others can put a text where it is pasted from, or have it dragged. */
  refusePaste(): void {
    this.#changeConsent({ wasPasted: true })
  }

  async confirm(): Promise<void> {
    const { consent, outcome } = this.state
    if (!consent || !outcome || !mayConfirm(this.state)) return
    this.#changeConsent({ phase: 'sending' })
    const isAccepted = await this.#sendConfirmation(consent, outcome)
    if (isAccepted) void this.#ask('hold')
    else this.#changeConsent({ phase: 'refused' })
  }

  async #sendConfirmation(consent: Consent, { mayContinue }: Hold): Promise<boolean> {
    const { send, clock, id } = this.#dependencies
    const { duration } = consent
    const request =
      mayContinue === 'typed-host' ? { id, duration, typedHost: consent.typedHost } : { id, duration }
    try {
      return await within(clock, REPLY_TIMEOUT_MS, send('hold.continue', request))
    } catch {
      return false
    }
  }

  #changeConsent(change: Partial<Consent>): void {
    const { consent } = this.state
    if (consent) this.#store.set({ consent: { ...consent, ...change } })
  }

  async #loadDefaultDuration(): Promise<void> {
    const { send, clock } = this.#dependencies
    try {
      const settings = await within(clock, REPLY_TIMEOUT_MS, send('settings', {}))
      this.#defaultDuration = settings.exceptionDuration
    } catch {
      // The default of the defaults will do.
    }
  }

  /** The one timer: moves the clock on screen, and asks where it is time to. */
  #beat(): void {
    const { clock, presence } = this.#dependencies
    const now = clock.now()
    const isHidden = presence() === 'hidden'
    this.#store.set({ now })
    this.#leaveIfGone(isHidden)
    const { hold } = this.state
    this.#isHidden = isHidden
    // Fifty of these may lie in the background after a start: what can be done for them is done without them.
    if (isHidden && (hold?.phase === 'settled' || hold?.phase === 'gone')) return
    if (!this.#isWaiting && now - this.#askedAt >= pollInterval(hold, isHidden)) void this.#ask('hold')
    this.#callOffBeat = clock.after(isHidden ? HIDDEN_POLL_MS : BEAT_MS, () => {
      this.#beat()
    })
  }

  /** After a restart, in a copy of the tab, by a bookmark. In a tab that nobody looks at, the page can wait. */
  #leaveIfGone(isHidden: boolean): void {
    const { hold, releasedAt, now } = this.state
    const address = goneTo(this.state)
    if (hold?.phase !== 'gone' || address === undefined || isHidden || this.#hasLeft) return
    // Where it was held until now, the background has just sent the tab on its way.
    if (releasedAt !== undefined && now - releasedAt < RELEASE_PATIENCE_MS) return
    this.#hasLeft = true
    this.#store.set({ releasedAt: now })
    this.#dependencies.open(address)
  }

  async #ask(type: 'hold' | 'hold.retry'): Promise<void> {
    const { send, clock, id } = this.#dependencies
    const request = ++this.#lastRequest
    this.#isWaiting = true
    this.#askedAt = clock.now()
    try {
      const hold = await within(clock, REPLY_TIMEOUT_MS, send(type, { id }))
      if (request === this.#lastRequest) this.#take(hold)
    } catch {
      if (request === this.#lastRequest) this.#fail()
    } finally {
      if (request === this.#lastRequest) this.#isWaiting = false
    }
  }

  #take(hold: HoldState): void {
    const { clock } = this.#dependencies
    const before = this.state
    this.#failures = 0
    this.#store.set({
      hold,
      now: clock.now(),
      isUnreachable: false,
      outcome: hold.phase === 'settled' ? hold : before.outcome,
      releasedAt: releaseTime(hold, before, clock.now()),
      consent: hold.phase === 'settled' && isAsBefore(hold, before.outcome) ? before.consent : undefined,
    })
  }

  #fail(): void {
    this.#failures += 1
    if (this.#failures >= FAILURES_UNTIL_ERROR) this.#store.set({ isUnreachable: true })
  }
}

/** What is on screen. */
export type View =
  | { readonly kind: 'waiting' | 'gone' | 'unreachable' }
  /** Nobody knows of it any more but this page itself, which leaves to have it judged anew. */
  | { readonly kind: 'reopening'; readonly url: string; readonly host: string }
  | { readonly kind: 'checking' | 'released'; readonly hold: Hold }
  | { readonly kind: 'settled'; readonly hold: Hold; readonly isCheckingAgain: boolean }

export function viewOf(state: InterstitialState): View {
  const { hold, outcome, isUnreachable } = state
  const url = goneTo(state)
  if (isUnreachable) return { kind: 'unreachable' }
  if (hold === undefined) return { kind: 'waiting' }
  switch (hold.phase) {
    case 'gone':
      return url === undefined ? { kind: 'gone' } : { kind: 'reopening', url, host: new URL(url).host }
    case 'released':
      return { kind: 'released', hold }
    case 'settled':
      return { kind: 'settled', hold, isCheckingAgain: hold.isTryingAgain }
    case 'checking':
      return outcome ? { kind: 'settled', hold: outcome, isCheckingAgain: true } : { kind: 'checking', hold }
  }
}

/** A check that ended in a fault of our own has no verdict, and counts as unverified. */
export function verdictKindOf({ verdict }: Hold): VerdictKind {
  return verdict?.kind ?? 'unverified'
}

/** Undefined where the verdict speaks for itself. */
export function causeOf(hold: Hold): Cause | undefined {
  return hold.verdict === undefined ? 'internal-fault' : hold.verdict.cause
}

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

/** The page was let go, but Firefox has not left for it. */
export function isReleaseSlow({ releasedAt, now }: InterstitialState): boolean {
  return releasedAt !== undefined && now - releasedAt >= RELEASE_PATIENCE_MS
}

/** Where a page is that nobody knows of any more. */
function goneTo({ hold, page }: InterstitialState): string | undefined {
  return hold?.phase === 'gone' ? (hold.url ?? page) : undefined
}

/** When the tab was sent on its way: by the answer that says so, or, where it came too late for that, by its absence. */
function releaseTime(hold: HoldState, before: InterstitialState, now: number): number | undefined {
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

/** What the user is about to go on in spite of is still what stands in the way. */
function isAsBefore(hold: Hold, outcome: Hold | undefined): boolean {
  return (
    outcome !== undefined &&
    verdictKindOf(hold) === verdictKindOf(outcome) &&
    causeOf(hold) === causeOf(outcome)
  )
}

function pollInterval(hold: HoldState | undefined, isHidden: boolean): number {
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

function initialState({ clock, page }: InterstitialDependencies): InterstitialState {
  return {
    now: clock.now(),
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
