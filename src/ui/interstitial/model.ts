import type { HoldState, Send } from '../../browser/messages.ts'
import type { Cause } from '../../policy/cause.ts'
import { isTypedHost } from '../../policy/typed-host.ts'
import { DEFAULT_SETTINGS, type ExceptionDuration } from '../../policy/settings.ts'
import type { VerdictKind } from '../../policy/verdict.ts'
import { type Clock, within } from '../clock.ts'
import { createStore, type Store } from '../store.ts'

export type Hold = Exclude<HoldState, { readonly phase: 'gone' }>

/** The second step of "Continue anyway". */
export interface Consent {
  readonly openedAt: number
  readonly duration: ExceptionDuration
  readonly typedHost: string
  readonly phase: 'choosing' | 'sending' | 'refused'
}

export interface InterstitialState {
  readonly now: number
  /** The latest answer of the background; undefined before the first. */
  readonly hold: HoldState | undefined
  /** The last outcome: stays on screen while a later attempt is under way. */
  readonly outcome: Hold | undefined
  readonly isUnreachable: boolean
  readonly consent: Consent | undefined
  /** When the page was let go. */
  readonly releasedAt: number | undefined
}

export interface InterstitialDependencies {
  readonly id: string
  readonly send: Send
  readonly clock: Clock
  readonly onChange: (state: InterstitialState) => void
}

const BEAT_MS = 300
const SETTLED_POLL_MS = 2_000
const REPLY_TIMEOUT_MS = 5_000
const FAILURES_UNTIL_ERROR = 5
/** Long enough that nobody confirms with the click that opened the second step. */
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

  constructor(dependencies: InterstitialDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(initialState(dependencies.clock.now()), dependencies.onChange)
  }

  get state(): InterstitialState {
    return this.#store.get()
  }

  start(): void {
    this.#beat()
    void this.#loadDefaultDuration()
  }

  stop(): void {
    this.#callOffBeat()
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
    this.#changeConsent({ typedHost, phase: 'choosing' })
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
    const { clock } = this.#dependencies
    const now = clock.now()
    this.#store.set({ now })
    if (!this.#isWaiting && now - this.#askedAt >= pollInterval(this.state.hold)) void this.#ask('hold')
    this.#callOffBeat = clock.after(BEAT_MS, () => {
      this.#beat()
    })
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
      releasedAt: hold.phase === 'released' ? (before.releasedAt ?? clock.now()) : undefined,
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
  | { readonly kind: 'checking' | 'released'; readonly hold: Hold }
  | { readonly kind: 'settled'; readonly hold: Hold; readonly isCheckingAgain: boolean }

export function viewOf({ hold, outcome, isUnreachable }: InterstitialState): View {
  if (isUnreachable) return { kind: 'unreachable' }
  if (hold === undefined) return { kind: 'waiting' }
  switch (hold.phase) {
    case 'gone':
      return { kind: 'gone' }
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

export function mayConfirm({ consent, outcome, hold, now }: InterstitialState): boolean {
  if (!consent || !outcome || hold?.phase !== 'settled' || consent.phase === 'sending') return false
  if (now - consent.openedAt < CONFIRM_DELAY_MS) return false
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

/** What the user is about to go on in spite of is still what stands in the way. */
function isAsBefore(hold: Hold, outcome: Hold | undefined): boolean {
  return (
    outcome !== undefined &&
    verdictKindOf(hold) === verdictKindOf(outcome) &&
    causeOf(hold) === causeOf(outcome)
  )
}

function pollInterval(hold: HoldState | undefined): number {
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

function initialState(now: number): InterstitialState {
  return {
    now,
    hold: undefined,
    outcome: undefined,
    isUnreachable: false,
    consent: undefined,
    releasedAt: undefined,
  }
}
