import type { HeldState, Send } from '../../browser/messages.ts'
import { type Clock, within } from '../clock.ts'

export interface HeldDependencies {
  readonly isPrivate: boolean
  readonly send: Send
  readonly clock: Clock
  readonly isVisible: () => boolean
  readonly onChange: (held: HeldState) => void
}

const POLL_MS = 2_000
/** While there is a progress bar. */
const QUICK_POLL_MS = 400
const REPLY_TIMEOUT_MS = 5_000

/** Follows all that stands held in tabs, as long as somebody looks. */
export class HeldModel {
  readonly #dependencies: HeldDependencies
  #callOff: () => void = () => {}
  #held: HeldState = NOTHING_HELD

  constructor(dependencies: HeldDependencies) {
    this.#dependencies = dependencies
  }

  get held(): HeldState {
    return this.#held
  }

  start(): void {
    void this.#follow('held')
  }

  stop(): void {
    this.#callOff()
  }

  /** The page was hidden or shown. */
  look(): void {
    if (this.#dependencies.isVisible()) this.start()
    else this.stop()
  }

  retryAll(): void {
    void this.#follow('held.retry')
  }

  async #follow(type: 'held' | 'held.retry'): Promise<void> {
    const { send, clock, isPrivate, isVisible, onChange } = this.#dependencies
    this.#callOff()
    try {
      this.#held = await within(clock, REPLY_TIMEOUT_MS, send(type, { isPrivate }))
      onChange(this.#held)
    } catch {
      // What was last known stays there; whether anybody answers at all is for others to say.
    }
    this.#callOff()
    if (!isVisible()) return
    this.#callOff = clock.after(this.#held.round ? QUICK_POLL_MS : POLL_MS, () => {
      this.start()
    })
  }
}

export const NOTHING_HELD: HeldState = { pages: [], round: undefined }
