import type { FirefoxState, Send } from '../../../browser/messages.ts'
import { assess, isForeign, type Row, signalOf } from '../../../policy/firefox-settings/reading/assess.ts'
import type { Refusal, TextKind } from '../../../policy/firefox-settings/reading/found.ts'
import { MAX_TEXT, readText } from '../../../policy/firefox-settings/reading/read-text.ts'
import { type Clock, within } from '../../clock.ts'
import { createStore, type Store } from '../../store.ts'

/** What came of a text that was given to be checked. The text itself is not kept. */
export type Checked =
  | { readonly kind: 'refused'; readonly why: Refusal }
  | {
      readonly kind: 'read'
      readonly text: TextKind
      readonly rows: readonly Row[]
      /** It is about:support of another Firefox. */
      readonly isForeign: boolean
      /** What it says of this Firefox was taken into account above. */
      readonly isNoted: boolean
      readonly refused: readonly string[]
      readonly badLines: readonly number[]
    }

export interface FirefoxPanelState {
  readonly firefox: FirefoxState | undefined
  readonly checked: Checked | undefined
  readonly notice: 'forgotten' | 'failed' | undefined
}

/** A text from a file; its size is known before it is read. */
export type GivenFile = Pick<File, 'name' | 'size' | 'text'>

export interface FirefoxPanelDependencies {
  readonly send: Send
  readonly clock: Clock
  /** The build of the Firefox that this runs in. */
  readonly buildId: () => Promise<string>
  readonly onChange: (state: FirefoxPanelState) => void
}

const REPLY_TIMEOUT_MS = 5_000
const REFRESH_MS = 10_000
const NOTICE_MS = 4_000
/** UTF-8 takes up to three bytes for one of UTF-16's units. */
const MAX_FILE_BYTES = 3 * MAX_TEXT

export class FirefoxPanelModel {
  readonly #store: Store<FirefoxPanelState>
  readonly #dependencies: FirefoxPanelDependencies
  #callOffRefresh: () => void = () => {}
  #callOffNotice: () => void = () => {}

  constructor(dependencies: FirefoxPanelDependencies) {
    this.#dependencies = dependencies
    const initial = { firefox: undefined, checked: undefined, notice: undefined }
    this.#store = createStore<FirefoxPanelState>(initial, dependencies.onChange)
  }

  get state(): FirefoxPanelState {
    return this.#store.get()
  }

  /** Loads what is known, and keeps it up to date. */
  async start(): Promise<void> {
    const firefox = await this.#ask((send) => send('firefox', {}))
    if (firefox !== undefined) this.#store.set({ firefox })
    this.#callOffRefresh()
    this.#callOffRefresh = this.#dependencies.clock.after(REFRESH_MS, () => void this.start())
  }

  stop(): void {
    this.#callOffRefresh()
    this.#callOffNotice()
  }

  /** Reads a text, here; only what it tells of the settings goes on to the background. */
  async check(text: string, fileName = ''): Promise<void> {
    const { clock } = this.#dependencies
    const reading = readText(text, fileName)
    if (reading.kind === 'refused') {
      this.#store.set({ checked: reading })
      return
    }
    const own = { buildId: await this.#dependencies.buildId().catch(() => '') }
    const signal = signalOf(reading.text, own, clock.now())
    const firefox = signal && (await this.#ask((send) => send('firefox.note', { signal })))
    const { kind, refused, badLines } = reading.text
    this.#store.set({
      ...(firefox !== undefined && { firefox }),
      checked: {
        kind: 'read',
        text: kind,
        rows: assess(reading.text),
        isForeign: isForeign(reading.text, own),
        isNoted: firefox !== undefined,
        refused,
        badLines,
      },
    })
  }

  async checkFile(file: GivenFile): Promise<void> {
    if (file.size > MAX_FILE_BYTES) {
      this.#store.set({ checked: { kind: 'refused', why: 'too-large' } })
      return
    }
    // It may be gone, or not be ours to read.
    const text = await file.text().catch(() => '')
    await this.check(text, file.name)
  }

  async forget(): Promise<void> {
    // At once: a text that is given meanwhile is a new one.
    this.#store.set({ checked: undefined })
    const firefox = await this.#ask((send) => send('firefox.forget', {}))
    this.#tell(firefox === undefined ? { notice: 'failed' } : { firefox, notice: 'forgotten' })
  }

  #tell(change: Partial<FirefoxPanelState>): void {
    this.#callOffNotice()
    this.#store.set(change)
    this.#callOffNotice = this.#dependencies.clock.after(NOTICE_MS, () => {
      this.#store.set({ notice: undefined })
    })
  }

  async #ask(request: (send: Send) => Promise<FirefoxState>): Promise<FirefoxState | undefined> {
    const { send, clock } = this.#dependencies
    return within(clock, REPLY_TIMEOUT_MS, request(send)).catch(() => undefined)
  }
}
