import { parseSettings, type Settings, STRICTEST_SETTINGS } from '../../policy/settings.ts'
import type { StorageSlice } from './session-table.ts'

export interface SettingsStore {
  /** Read once, until a change. The strictest where they cannot be read; never rejects. */
  readonly load: () => Promise<Settings>
  /** The same, at once; undefined before they were read. */
  readonly known?: () => Settings | undefined
  readonly save: (settings: unknown) => Promise<Settings>
}

const KEY = 'settings'

export function createSettingsStore(local: StorageSlice): SettingsStore {
  let loaded: Promise<Settings> | undefined
  let known: Settings | undefined
  const read = async (): Promise<Settings> => {
    const stored: unknown = await local.get(KEY)
    if (typeof stored !== 'object' || stored === null) throw new TypeError('the storage is broken')
    return parseSettings(new Map<string, unknown>(Object.entries(stored)).get(KEY))
  }
  return {
    async load() {
      try {
        known = await (loaded ??= read())
        return known
      } catch {
        // Another time, perhaps.
        loaded = undefined
        return STRICTEST_SETTINGS
      }
    },
    known: () => known,
    async save(settings) {
      const parsed = parseSettings(settings)
      await local.set({ [KEY]: parsed })
      loaded = Promise.resolve(parsed)
      known = parsed
      return parsed
    },
  }
}
