import { runSelfTest, type SelfTestParts } from '../../browser/self-test/run-self-test.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import { type DemonstrationSite, type Trial, trialsOf } from '../../policy/self-test/demonstration-site.ts'
import { summarise, type TriedSite } from '../../policy/self-test/summarise.ts'
import type { Clock } from '../clock.ts'
import { createStore, type Store } from '../store.ts'

export interface TrialsState {
  readonly now: number
  /** Undefined before they are known. */
  readonly sites: readonly DemonstrationSite[] | undefined
  readonly phase: 'idle' | 'running' | 'stopped' | 'done'
  readonly total: number
  /** In the order in which they were done. */
  readonly tried: readonly TriedSite[]
}

export interface TrialsDependencies {
  readonly loadSites: () => Promise<readonly DemonstrationSite[]>
  readonly parts: SelfTestParts
  readonly clock: Clock
  readonly version: string
  readonly download: (fileName: string, text: string) => void
  readonly onChange: (state: TrialsState) => void
}

export class TrialsModel {
  readonly #store: Store<TrialsState>
  readonly #dependencies: TrialsDependencies
  #cancellation = new Cancellation()

  constructor(dependencies: TrialsDependencies) {
    this.#dependencies = dependencies
    this.#store = createStore(initialState(dependencies.clock.now()), dependencies.onChange)
  }

  get state(): TrialsState {
    return this.#store.get()
  }

  async open(): Promise<void> {
    this.#store.set({ sites: await this.#dependencies.loadSites() })
  }

  async start(): Promise<void> {
    const { sites = [], phase } = this.state
    if (phase === 'running' || sites.length === 0) return
    const cancellation = new Cancellation()
    this.#cancellation = cancellation
    const trials = trialsOf(sites)
    this.#store.set({ phase: 'running', total: trials.length, tried: [] })
    await runSelfTest(trials, this.#dependencies.parts, {
      cancellation,
      onResult: (tried) => this.#store.set({ tried: [...this.state.tried, tried] }),
    })
    const { now } = this.#dependencies.clock
    if (!cancellation.cancelled) this.#store.set({ phase: 'done', now: now() })
  }

  stop(): void {
    if (this.state.phase !== 'running') return
    this.#cancellation.cancel()
    this.#store.set({ phase: 'stopped', now: this.#dependencies.clock.now() })
  }

  export(): void {
    const { version, download, clock } = this.#dependencies
    const { tried, total, phase } = this.state
    const at = new Date(clock.now()).toISOString()
    const exported = {
      format: 'hardfail-self-test/1',
      version,
      at,
      isComplete: phase === 'done',
      total,
      summary: summarise(tried),
      sites: inListOrder(tried, trialsOf(this.state.sites ?? [])),
    }
    download(`hardfail-self-test-${at.slice(0, 10)}.json`, JSON.stringify(exported, undefined, 2))
  }
}

/** Four are tried at once: the order in which they end means nothing. */
export function inListOrder(tried: readonly TriedSite[], trials: readonly Trial[]): readonly TriedSite[] {
  const places = new Map(trials.map(({ url }, place) => [url, place]))
  const placeOf = ({ url }: Trial): number => places.get(url) ?? trials.length
  return tried.toSorted((a, b) => placeOf(a) - placeOf(b))
}

function initialState(now: number): TrialsState {
  return { now, sites: undefined, phase: 'idle', total: 0, tried: [] }
}
