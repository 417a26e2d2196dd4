import type { DrillReport, DrillStep } from '../../browser/drill/run-drill.ts'
import type { Send } from '../../browser/messages.ts'
import { type Clock, within } from '../clock.ts'
import { createStore, type Store } from '../store.ts'
import { addressOf } from './address.ts'

export type DrillPhase =
  | 'idle'
  /** Firefox asks the user for the permission. */
  | 'asking'
  | DrillStep
  | 'done'
  | 'bad-address'
  | 'denied'
  | 'failed'

export interface DrillState {
  readonly now: number
  /** Hosts that suit, newest first; undefined before they are known. */
  readonly suggested: readonly string[] | undefined
  readonly typed: string
  readonly phase: DrillPhase
  /** The last that came to an end. */
  readonly report: DrillReport | undefined
  /** The one before it, where that was of the same site. */
  readonly previous: DrillReport | undefined
}

export interface DrillDependencies {
  /** Must be called within the user's own action, and gives the permission only then. */
  readonly requestPermission: () => Promise<boolean>
  readonly giveBack: () => Promise<unknown>
  readonly run: (url: string, onStep: (step: DrillStep) => void) => Promise<DrillReport>
  readonly send: Send
  readonly clock: Clock
  readonly onChange: (state: DrillState) => void
}

/** The background takes the permission away after two minutes in any case. */
const MAX_MS = 110_000
const REPLY_TIMEOUT_MS = 5_000

const AT_REST: ReadonlySet<DrillPhase> = new Set(['idle', 'done', 'bad-address', 'denied', 'failed'])

export function isUnderWay(phase: DrillPhase): boolean {
  return !AT_REST.has(phase)
}

export class DrillModel {
  readonly #store: Store<DrillState>
  readonly #dependencies: DrillDependencies

  constructor(dependencies: DrillDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(initialState(dependencies.clock.now()), dependencies.onChange)
  }

  get state(): DrillState {
    return this.#store.get()
  }

  /** Finds the sites that suit, and proposes the newest. */
  async open(): Promise<void> {
    const { send, clock } = this.#dependencies
    const suggested = await within(clock, REPLY_TIMEOUT_MS, send('drill.sites', {})).catch(() => [])
    const [newest = ''] = suggested
    this.#store.set({ suggested, typed: this.state.typed === '' ? newest : this.state.typed })
  }

  type(typed: string): void {
    if (!isUnderWay(this.state.phase)) this.#store.set({ typed, phase: 'idle' })
  }

  async start(): Promise<void> {
    const { requestPermission, run, clock } = this.#dependencies
    if (isUnderWay(this.state.phase)) return
    const url = addressOf(this.state.typed)
    if (url === undefined) {
      this.#store.set({ phase: 'bad-address' })
      return
    }
    const granted = requestPermission()
    this.#store.set({ phase: 'asking' })
    try {
      if (!(await granted)) {
        await this.#end({ phase: 'denied' })
        return
      }
      const drill = run(url, (phase) => {
        if (isUnderWay(this.state.phase)) this.#store.set({ phase })
      })
      await this.#end(this.#succeed(await within(clock, MAX_MS, drill)))
    } catch {
      await this.#end({ phase: 'failed' })
    }
  }

  #succeed(report: DrillReport): Partial<DrillState> {
    const { report: last } = this.state
    return { phase: 'done', report, previous: last?.host === report.host ? last : undefined }
  }

  /** Whatever came of it, the permission goes back before anything is said. */
  async #end(change: Partial<DrillState>): Promise<void> {
    const { giveBack, clock } = this.#dependencies
    await giveBack().catch(() => undefined)
    this.#store.set({ ...change, now: clock.now() })
  }
}

function initialState(now: number): DrillState {
  return { now, suggested: undefined, typed: '', phase: 'idle', report: undefined, previous: undefined }
}
