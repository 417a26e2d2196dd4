import { parseSignal } from '../../policy/firefox-settings/parse-signal.ts'
import type { KnownSettings } from '../firefox-settings/known-settings.ts'
import type { FirefoxState } from '../messages.ts'

export interface FirefoxHandlers {
  readonly state: () => Promise<FirefoxState>
  readonly note: (signal: unknown) => Promise<FirefoxState>
  readonly forget: () => Promise<FirefoxState>
}

/** What is known of Firefox's own settings, for the pages that show and add to it. */
export function createFirefoxHandlers({ known, met, note, forget }: KnownSettings): FirefoxHandlers {
  const state = async (): Promise<FirefoxState> => {
    const [settings, counts] = await Promise.all([known(), met()])
    return { settings, met: counts }
  }
  return {
    state,
    async note(given) {
      const signal = parseSignal(given)
      if (signal !== undefined) await note(signal)
      return state()
    },
    async forget() {
      await forget()
      return state()
    },
  }
}
