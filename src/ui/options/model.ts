import type { EvidenceSummary, OfflineState, Send } from '../../browser/messages.ts'
import type { Exception } from '../../policy/exception.ts'
import type { Incident } from '../../policy/incident.ts'
import {
  type BeforeSending,
  BOUNDS,
  type ExceptionDuration,
  type Level,
  type Settings,
  type SourceOrder,
} from '../../policy/settings.ts'
import { type Clock, within } from '../clock.ts'
import { createStore, type Store } from '../store.ts'

export type TimeField = 'holdMs' | 'deadlineMs'

/** What to tell about the last thing the user did, and where. */
export interface Notice {
  readonly section: 'level' | 'time' | 'exceptions' | 'sources' | 'offline' | 'incidents' | 'evidence'
  readonly kind: 'saved' | 'removed' | 'cleared' | 'failed'
}

export interface Draft {
  readonly text: string
  readonly isRejected: boolean
}

export interface OptionsState {
  readonly now: number
  readonly settings: Settings | undefined
  readonly exceptions: readonly Exception[] | undefined
  readonly evidence: EvidenceSummary | undefined
  readonly offline: OfflineState | undefined
  readonly incidents: readonly Incident[] | undefined
  readonly isUnreachable: boolean
  /** What stands in a field and is not (or cannot be) taken yet. */
  readonly drafts: { readonly [F in TimeField]?: Draft }
  readonly notice: Notice | undefined
}

export interface OptionsDependencies {
  readonly send: Send
  readonly clock: Clock
  readonly download: (fileName: string, text: string) => void
  readonly onChange: (state: OptionsState) => void
}

const REPLY_TIMEOUT_MS = 5_000
const NOTICE_MS = 4_000
const REFRESH_MS = 10_000
/** While something is under way that has a progress bar. */
const QUICK_REFRESH_MS = 500

export class OptionsModel {
  readonly #store: Store<OptionsState>
  readonly #dependencies: OptionsDependencies
  #callOffRefresh: () => void = () => {}
  #callOffNotice: () => void = () => {}
  /** How many the user has made. */
  #changes = 0

  constructor(dependencies: OptionsDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(initialState(dependencies.clock.now()), dependencies.onChange)
  }

  get state(): OptionsState {
    return this.#store.get()
  }

  /** Loads everything, and keeps what others change (exceptions, evidence) up to date. */
  async start(): Promise<void> {
    await this.#load()
    this.#refreshLater()
  }

  #refreshLater(isQuick = this.#isUpdating): void {
    this.#callOffRefresh()
    this.#callOffRefresh = this.#dependencies.clock.after(isQuick ? QUICK_REFRESH_MS : REFRESH_MS, () => {
      void this.start()
    })
  }

  get #isUpdating(): boolean {
    const { offline } = this.state
    return offline !== undefined && (offline.activity.phase !== 'idle' || isExpected(offline))
  }

  stop(): void {
    this.#callOffRefresh()
    this.#callOffNotice()
  }

  async setLevel(level: Level): Promise<void> {
    await this.#save({ level }, 'level')
  }

  async setDuration(exceptionDuration: ExceptionDuration): Promise<void> {
    await this.#save({ exceptionDuration }, 'exceptions')
  }

  async setBeforeSending(beforeSending: BeforeSending): Promise<void> {
    await this.#save({ beforeSending }, 'time')
  }

  async setSourceOrder(sourceOrder: SourceOrder): Promise<void> {
    await this.#save({ sourceOrder }, 'sources')
  }

  async setMaxCrlBytes(maxCrlBytes: number): Promise<void> {
    await this.#save({ maxCrlBytes }, 'sources')
  }

  async setOfflineData(offlineData: boolean): Promise<void> {
    await this.#save({ offlineData }, 'offline')
    await this.#load()
    this.#refreshLater(true)
  }

  async updateOffline(): Promise<void> {
    await this.#do(
      'offline',
      'saved',
      async (send) => ({ offline: await send('offline.update', {}) }),
      'silent',
    )
    // It has hardly begun yet.
    this.#refreshLater(true)
  }

  /** Keeps what is being typed, so that nothing that comes in meanwhile replaces it. */
  typeSeconds(field: TimeField, text: string): void {
    this.#store.set({ drafts: { ...this.state.drafts, [field]: { text, isRejected: false } } })
  }

  /** Takes what was typed; saves it where it is within bounds. */
  async setSeconds(field: TimeField, text: string): Promise<void> {
    const seconds = parseSeconds(field, text)
    const { [field]: _, ...drafts } = this.state.drafts
    if (seconds === undefined) {
      this.#store.set({ drafts: { ...drafts, [field]: { text, isRejected: true } }, notice: undefined })
      return
    }
    await this.#save({ [field]: seconds * 1_000 }, 'time')
    this.#store.set({ drafts })
  }

  async removeException(id: string): Promise<void> {
    await this.#do('exceptions', 'removed', async (send) => ({
      exceptions: await send('exceptions.remove', { id }),
    }))
  }

  async changeException(id: string, duration: ExceptionDuration): Promise<void> {
    await this.#do('exceptions', 'saved', async (send) => ({
      exceptions: await send('exceptions.change', { id, duration }),
    }))
  }

  async clearExceptions(): Promise<void> {
    await this.#do('exceptions', 'cleared', async (send) => ({
      exceptions: await send('exceptions.clear', {}),
    }))
  }

  exportIncidents(): void {
    const { incidents = [], now } = this.state
    const day = new Date(now).toISOString().slice(0, 10)
    const exported = { format: 'hardfail-incidents/1', incidents }
    this.#dependencies.download(`hardfail-incidents-${day}.json`, JSON.stringify(exported, undefined, 2))
  }

  async clearIncidents(): Promise<void> {
    await this.#do('incidents', 'cleared', async (send) => ({ incidents: await send('incidents.clear', {}) }))
  }

  async clearEvidence(): Promise<void> {
    await this.#do('evidence', 'cleared', async (send) => ({ evidence: await send('evidence.clear', {}) }))
  }

  async #load(): Promise<void> {
    const { send, clock } = this.#dependencies
    const changes = this.#changes
    try {
      const [settings, exceptions, evidence, offline, incidents] = await within(
        clock,
        REPLY_TIMEOUT_MS,
        Promise.all([
          send('settings', {}),
          send('exceptions', {}),
          send('evidence', {}),
          send('offline', {}),
          send('incidents', {}),
        ]),
      )
      // What was asked before a change of the user's would take it back before his eyes.
      if (changes !== this.#changes) return
      const now = clock.now()
      this.#store.set({ now, settings, exceptions, evidence, offline, incidents, isUnreachable: false })
    } catch {
      this.#store.set({ isUnreachable: this.state.settings === undefined })
    }
  }

  async #save(change: Partial<Settings>, section: Notice['section']): Promise<void> {
    const { settings } = this.state
    if (!settings) return
    const wanted = inOrder({ ...settings, ...change }, change)
    await this.#do(section, 'saved', async (send) => ({
      settings: await send('settings.save', { settings: wanted }),
    }))
  }

  async #do(
    section: Notice['section'],
    kind: Notice['kind'],
    act: (send: Send) => Promise<Partial<OptionsState>>,
    success: 'confirmed' | 'silent' = 'confirmed',
  ): Promise<void> {
    const { send, clock } = this.#dependencies
    this.#changes += 1
    try {
      const change = await within(clock, REPLY_TIMEOUT_MS, act(send))
      this.#store.set({ ...change, now: clock.now() })
      if (success === 'confirmed') this.#tell({ section, kind })
    } catch {
      this.#tell({ section, kind: 'failed' })
    }
  }

  #tell(notice: Notice): void {
    this.#callOffNotice()
    this.#store.set({ notice })
    if (notice.kind === 'failed') return
    this.#callOffNotice = this.#dependencies.clock.after(NOTICE_MS, () => {
      this.#store.set({ notice: undefined })
    })
  }
}

/** The first download is about to begin. */
function isExpected({ isOn, collections }: OfflineState): boolean {
  return (
    isOn &&
    Object.values(collections).some(({ inForce, failure }) => inForce === undefined && failure === undefined)
  )
}

/** Whole seconds within the bounds of the field, or undefined. */
export function parseSeconds(field: TimeField, text: string): number | undefined {
  const { min, max } = BOUNDS[field]
  if (!/^\d{1,3}$/u.test(text.trim())) return undefined
  const seconds = Number(text)
  return seconds * 1_000 >= min && seconds * 1_000 <= max ? seconds : undefined
}

/** A check cannot be given up before the page is held: the field that was not changed gives way. */
function inOrder(settings: Settings, { holdMs, deadlineMs }: Partial<Settings>): Settings {
  if (settings.holdMs <= settings.deadlineMs) return settings
  if (deadlineMs !== undefined) return { ...settings, holdMs: deadlineMs }
  return holdMs === undefined ? settings : { ...settings, deadlineMs: holdMs }
}

function initialState(now: number): OptionsState {
  return {
    now,
    settings: undefined,
    exceptions: undefined,
    evidence: undefined,
    offline: undefined,
    incidents: undefined,
    isUnreachable: false,
    drafts: {},
    notice: undefined,
  }
}
