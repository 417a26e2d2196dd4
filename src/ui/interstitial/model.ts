import type { HoldState, Send } from '../../browser/messages.ts'
import type { Cause } from '../../policy/cause.ts'
import { isTypedHost } from '../../policy/typed-host.ts'
import { DEFAULT_SETTINGS, type ExceptionDuration } from '../../policy/settings.ts'
import type { VerdictKind } from '../../policy/verdict.ts'
import { type Clock, within } from '../clock.ts'
import { mayPass } from '../cure.ts'
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
  /** When the next attempt is due, and how many have been made by themselves. */
  readonly retryAt: number | undefined
  readonly attempts: number
  readonly consent: Consent | undefined
  /** When the page was let go. */
  readonly releasedAt: number | undefined
}

export interface InterstitialDependencies {
  readonly id: string
  readonly send: Send
  readonly clock: Clock
  readonly isVisible: () => boolean
  readonly onChange: (state: InterstitialState) => void
}

const BEAT_MS = 300
const SETTLED_POLL_MS = 2_000
const REPLY_TIMEOUT_MS = 5_000
const FAILURES_UNTIL_ERROR = 5
const BACK_OFF_MS = [15_000, 30_000, 60_000] as const
const LONGEST_BACK_OFF_MS = 60_000
/** Long enough that nobody confirms with the click that opened the second step. */
export const CONFIRM_DELAY_MS = 1_000
const RELEASE_PATIENCE_MS = 3_000

/** Follows one held page: asks how it stands, tries again, and takes the user's word to go on. */
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

  /** By the user's hand, or because the time has come. */
  retry(): void {
    this.#store.set({ retryAt: undefined })
    void this.#ask('hold.retry')
  }

  /** The network is back: what could pass may have passed. */
  online(): void {
    const { outcome, consent, hold } = this.state
    if (hold?.phase === 'settled' && outcome && consent === undefined && retriesByItself(outcome)) {
      this.retry()
    }
  }

  openConsent(): void {
    if (this.state.outcome?.mayContinue === 'no') return
    const consent: Consent = {
      openedAt: this.#dependencies.clock.now(),
      duration: this.#defaultDuration,
      typedHost: '',
      phase: 'choosing',
    }
    this.#store.set({ consent, retryAt: undefined })
  }

  closeConsent(): void {
    this.#store.set({ consent: undefined })
    this.#scheduleRetry()
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

  /** The one timer: moves the clock on screen, asks where it is time to, tries again where that is due. */
  #beat(): void {
    const { clock, isVisible } = this.#dependencies
    const now = clock.now()
    this.#store.set({ now })
    const { retryAt } = this.state
    if (retryAt !== undefined && retryAt <= now && isVisible()) {
      this.#store.set({ attempts: this.state.attempts + 1 })
      this.retry()
    } else if (!this.#isWaiting && now - this.#askedAt >= pollInterval(this.state.hold)) {
      void this.#ask('hold')
    }
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
      consent: hold.phase === 'settled' ? before.consent : undefined,
    })
    this.#scheduleRetry()
  }

  #fail(): void {
    this.#failures += 1
    if (this.#failures >= FAILURES_UNTIL_ERROR) this.#store.set({ isUnreachable: true })
    else this.#scheduleRetry()
  }

  #scheduleRetry(): void {
    const { hold, consent, retryAt, attempts } = this.state
    if (hold?.phase !== 'settled' || consent || !retriesByItself(hold)) {
      if (retryAt !== undefined) this.#store.set({ retryAt: undefined })
    } else if (retryAt === undefined) {
      const wait = BACK_OFF_MS[attempts] ?? LONGEST_BACK_OFF_MS
      this.#store.set({ retryAt: this.#dependencies.clock.now() + wait })
    }
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
      return { kind: 'settled', hold, isCheckingAgain: false }
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

/** Nothing that waiting brings would undo a revocation, or mend a certificate that names no place to ask. */
function retriesByItself(hold: Hold): boolean {
  const cause = causeOf(hold)
  return verdictKindOf(hold) === 'unverified' && (cause === undefined || mayPass(cause))
}

function pollInterval(hold: HoldState | undefined): number {
  return hold === undefined || hold.phase === 'checking' ? BEAT_MS : SETTLED_POLL_MS
}

function initialState(now: number): InterstitialState {
  return {
    now,
    hold: undefined,
    outcome: undefined,
    isUnreachable: false,
    retryAt: undefined,
    attempts: 0,
    consent: undefined,
    releasedAt: undefined,
  }
}
