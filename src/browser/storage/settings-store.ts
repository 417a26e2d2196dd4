import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../policy/settings.ts'
import type { StorageSlice } from './session-table.ts'

export interface SettingsStore {
  /** The same promise until a change: costs nothing once loaded. Falls back to the defaults, never rejects. */
  readonly load: () => Promise<Settings>
  readonly save: (settings: unknown) => Promise<Settings>
}

const KEY = 'settings'

export function createSettingsStore(local: StorageSlice): SettingsStore {
  let loaded: Promise<Settings> | undefined
  return {
    load: () =>
      (loaded ??= local.get(KEY).then(
        (stored) => parseSettings(stored[KEY]),
        () => DEFAULT_SETTINGS,
      )),
    async save(settings) {
      const parsed = parseSettings(settings)
      await local.set({ [KEY]: parsed })
      loaded = Promise.resolve(parsed)
      return parsed
    },
  }
}
