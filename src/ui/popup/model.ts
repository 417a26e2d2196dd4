import type { HeldState, PageState, Send } from '../../browser/messages.ts'
import type { FirefoxSettings } from '../../policy/firefox-settings/setting.ts'
import type { Exception } from '../../policy/exception.ts'
import { type Clock, within } from '../clock.ts'
import { NOTHING_HELD } from '../held/model.ts'
import { createStore, type Store } from '../store.ts'

type Checked = Extract<PageState, { readonly kind: 'checked' }>

export interface PopupState {
  readonly now: number
  /** Undefined before the first answer. */
  readonly page: PageState | undefined
  readonly isUnreachable: boolean
  readonly isCheckingAgain: boolean
  /** The user's own word by which the page is shown. */
  readonly exception: Exception | undefined
  readonly hasExportFailed: boolean
  /** All that stands held in tabs. */
  readonly held: HeldState
  /** How Firefox itself is set, as far as that is known; undefined before it was asked for. */
  readonly settings: FirefoxSettings | undefined
}

export interface PopupDependencies {
  readonly tabId: Promise<number>
  readonly send: Send
  readonly clock: Clock
  readonly download: (fileName: string, text: string) => void
  readonly onChange: (state: PopupState) => void
}

const BEAT_MS = 500
const SETTLED_POLL_MS = 2_000
const REPLY_TIMEOUT_MS = 5_000
/** A check may take its whole deadline before it answers. */
const CHECK_TIMEOUT_MS = 60_000
const FAILURES_UNTIL_ERROR = 3

/** Follows the tab it was opened over. */
export class PopupModel {
  readonly #store: Store<PopupState>
  readonly #dependencies: PopupDependencies
  #callOffBeat: () => void = () => {}
  #failures = 0
  #askedAt = -Infinity
  #isWaiting = false

  constructor(dependencies: PopupDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(initialState(dependencies.clock.now()), dependencies.onChange)
  }

  get state(): PopupState {
    return this.#store.get()
  }

  start(): void {
    this.#beat()
    void this.#findSettings()
  }

  stop(): void {
    this.#callOffBeat()
  }

  takeHeld(held: HeldState): void {
    this.#store.set({ held })
  }

  async checkAgain(): Promise<void> {
    if (this.state.isCheckingAgain) return
    this.#store.set({ isCheckingAgain: true, hasExportFailed: false })
    await this.#ask('page.check', CHECK_TIMEOUT_MS)
    this.#store.set({ isCheckingAgain: false })
  }

  async exportEvidence(): Promise<void> {
    const text = await this.#sendOrUndefined('page.export')
    this.#store.set({ hasExportFailed: text === undefined })
    if (text !== undefined) this.#dependencies.download(this.#fileName(), text)
  }

  async endException(): Promise<void> {
    const { exception } = this.state
    if (!exception) return
    const { send, clock } = this.#dependencies
    try {
      await within(clock, REPLY_TIMEOUT_MS, send('exceptions.remove', { id: exception.id }))
      this.#store.set({ exception: undefined })
    } catch {
      // It stays listed; the button can be pressed again.
    }
    await this.#ask('page', REPLY_TIMEOUT_MS)
  }

  #beat(): void {
    const { clock } = this.#dependencies
    this.#store.set({ now: clock.now() })
    const isDue = clock.now() - this.#askedAt >= pollInterval(this.state.page)
    if (isDue && !this.#isWaiting && !this.state.isCheckingAgain) void this.#ask('page', REPLY_TIMEOUT_MS)
    this.#callOffBeat = clock.after(BEAT_MS, () => {
      this.#beat()
    })
  }

  async #ask(type: 'page' | 'page.check', timeoutMs: number): Promise<void> {
    const { send, clock, tabId } = this.#dependencies
    this.#isWaiting = true
    this.#askedAt = clock.now()
    try {
      const page = await within(
        clock,
        timeoutMs,
        tabId.then((id) => send(type, { tabId: id })),
      )
      // A poll that was under way when "Check again" was pressed tells of the old state.
      if (type === 'page' && this.state.isCheckingAgain) return
      this.#failures = 0
      this.#store.set({ page, isUnreachable: false })
      await this.#findException(page)
    } catch {
      this.#failures += 1
      if (this.#failures >= FAILURES_UNTIL_ERROR) this.#store.set({ isUnreachable: true })
    } finally {
      this.#isWaiting = false
    }
  }

  async #findException(page: PageState): Promise<void> {
    if (page.kind !== 'checked' || page.action !== 'excepted') {
      if (this.state.exception) this.#store.set({ exception: undefined })
      return
    }
    const { send, clock } = this.#dependencies
    const exceptions = await within(clock, REPLY_TIMEOUT_MS, send('exceptions', {}))
    this.#store.set({ exception: exceptions.find((exception) => isFor(exception, page)) })
  }

  async #findSettings(): Promise<void> {
    const { send, clock } = this.#dependencies
    const found = await within(clock, REPLY_TIMEOUT_MS, send('firefox', {})).catch(() => undefined)
    if (found !== undefined) this.#store.set({ settings: found.settings })
  }

  async #sendOrUndefined(type: 'page.export'): Promise<string | undefined> {
    const { send, clock, tabId } = this.#dependencies
    try {
      return await within(clock, REPLY_TIMEOUT_MS, send(type, { tabId: await tabId }))
    } catch {
      return undefined
    }
  }

  #fileName(): string {
    const { page } = this.state
    const host = page && page.kind !== 'not-checked' ? page.host : 'page'
    const time = new Date(this.#dependencies.clock.now()).toISOString().replaceAll(/[:.]/gu, '-')
    return `hardfail-${host.replaceAll(/[^\w.-]/gu, '_')}-${time}.json`
  }
}

/** Host and leaf; a host alone where Firefox gave no chain. */
function isFor({ host, fingerprint }: Exception, { host: pageHost, report }: Checked): boolean {
  const leaf = report?.certificates[0]
  return host === pageHost && (leaf === undefined || leaf.fingerprint === fingerprint)
}

function pollInterval(page: PageState | undefined): number {
  const isMoving =
    page === undefined || page.kind === 'checking' || (page.kind === 'checked' && page.action === 'held')
  return isMoving ? BEAT_MS : SETTLED_POLL_MS
}

function initialState(now: number): PopupState {
  return {
    now,
    page: undefined,
    isUnreachable: false,
    isCheckingAgain: false,
    exception: undefined,
    hasExportFailed: false,
    held: NOTHING_HELD,
    settings: undefined,
  }
}
