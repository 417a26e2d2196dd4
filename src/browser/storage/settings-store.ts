import { parseSettings, type Settings, STRICTEST_SETTINGS } from '../../policy/settings.ts'
import type { StorageSlice } from './session-table.ts'

export interface SettingsStore {
  /** Read once, until a change. The strictest where they cannot be read; never rejects. */
  readonly load: () => Promise<Settings>
  /** The same, at once; undefined before they were read. */
  readonly known?: () => Settings | undefined
  readonly save: (settings: unknown) => Promise<Settings>
}

export interface FollowedSettings extends SettingsStore {
  /** Calls back whenever they were read or have changed, with what is in force then. */
  readonly follow: (callback: (settings: Settings) => void) => void
}

const KEY = 'settings'

export function createSettingsStore(local: StorageSlice): FollowedSettings {
  let loaded: Promise<Settings> | undefined
  let known: Settings | undefined
  const followers: ((settings: Settings) => void)[] = []
  const know = (settings: Settings): void => {
    if (known === settings) return
    known = settings
    for (const follow of followers) follow(settings)
  }
  const read = async (): Promise<Settings> => {
    const stored: unknown = await local.get(KEY)
    if (typeof stored !== 'object' || stored === null) throw new TypeError('the storage is broken')
    return parseSettings(new Map<string, unknown>(Object.entries(stored)).get(KEY))
  }
  return {
    async load() {
      try {
        const settings = await (loaded ??= read())
        know(settings)
        return settings
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
      know(parsed)
      return parsed
    },
    follow(callback) {
      followers.push(callback)
    },
  }
}
