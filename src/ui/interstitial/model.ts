import type { HeldState, HoldState, Send } from '../../browser/messages.ts'
import { DEFAULT_SETTINGS, type ExceptionDuration } from '../../policy/settings.ts'
import { type Clock, within } from '../clock.ts'
import { createStore, type Store } from '../store.ts'
import { isAsBefore, mayConfirm } from './may-confirm.ts'
import { BEAT_MS, HIDDEN_POLL_MS, pollInterval } from './polling.ts'
import { RELEASE_PATIENCE_MS, releaseTime } from './release.ts'
import { type Consent, type Hold, initialState, type InterstitialState } from './state.ts'
import { goneTo } from './view.ts'

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

const REPLY_TIMEOUT_MS = 5_000
const FAILURES_UNTIL_ERROR = 5

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
    this.#store = createStore(
      initialState(dependencies.clock.now(), dependencies.page),
      dependencies.onChange,
    )
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
