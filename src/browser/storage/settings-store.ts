import { parseSettings, type Settings, STRICTEST_SETTINGS } from '../../policy/settings.ts'
import type { StorageSlice } from './session-table.ts'

export interface SettingsStore {
  /** Read once, until a change. The strictest where they cannot be read; never rejects. */
  readonly load: () => Promise<Settings>
  readonly save: (settings: unknown) => Promise<Settings>
}

const KEY = 'settings'

export function createSettingsStore(local: StorageSlice): SettingsStore {
  let loaded: Promise<Settings> | undefined
  const read = async (): Promise<Settings> => {
    const stored: unknown = await local.get(KEY)
    if (typeof stored !== 'object' || stored === null) throw new TypeError('the storage is broken')
    return parseSettings(new Map<string, unknown>(Object.entries(stored)).get(KEY))
  }
  return {
    async load() {
      try {
        return await (loaded ??= read())
      } catch {
        // Another time, perhaps.
        loaded = undefined
        return STRICTEST_SETTINGS
      }
    },
    async save(settings) {
      const parsed = parseSettings(settings)
      await local.set({ [KEY]: parsed })
      loaded = Promise.resolve(parsed)
      return parsed
    },
  }
}
