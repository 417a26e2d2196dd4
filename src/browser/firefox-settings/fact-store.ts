import { concludeSettings } from '../../policy/firefox-settings/conclude.ts'
import { type Facts, NO_FACTS } from '../../policy/firefox-settings/facts.ts'
import { noteSignal } from '../../policy/firefox-settings/note.ts'
import { parseFacts } from '../../policy/firefox-settings/parse-facts.ts'
import type { FirefoxSettings } from '../../policy/firefox-settings/setting.ts'
import type { Signal } from '../../policy/firefox-settings/signal.ts'
import type { StorageSlice } from '../storage/session-table.ts'

/** What was seen and read of Firefox's settings. No method rejects. */
export interface FactStore {
  readonly note: (signal: Signal) => Promise<void>
  readonly conclude: (now: number) => Promise<FirefoxSettings>
  readonly clear: () => Promise<void>
}

const KEY = 'firefox-settings'

export function createFactStore(local: StorageSlice): FactStore {
  // One change after another, each on what the one before has left.
  let facts: Promise<Facts> | undefined
  const load = () =>
    (facts ??= local.get(KEY).then(
      (found) => parseFacts(found[KEY]),
      () => NO_FACTS,
    ))

  return {
    async note(signal) {
      facts = load().then(async (before) => {
        const after = noteSignal(before, signal)
        if (after !== before) await local.set({ [KEY]: after }).catch(() => undefined)
        return after
      })
      await facts
    },
    conclude: async (now) => concludeSettings(await load(), now),
    async clear() {
      facts = load().then(async () => {
        await local.remove(KEY).catch(() => undefined)
        return NO_FACTS
      })
      await facts
    },
  }
}
