import type { OfflineState } from '../messages.ts'
import type { RemoteSettingsConfig } from '../remote-settings/config.ts'
import type { KeepUpdated } from '../remote-settings/keep-updated.ts'
import type { RemoteSettings } from '../remote-settings/remote-settings.ts'

interface OfflineParts {
  readonly remote: RemoteSettings
  readonly keepUpdated: KeepUpdated
  readonly isOn: () => Promise<boolean>
  readonly config: () => Promise<RemoteSettingsConfig>
}

export interface OfflineHandlers {
  readonly state: () => Promise<OfflineState>
  readonly update: () => Promise<OfflineState>
  /** The user wants the offline data, or wants it no more. */
  readonly onSwitched: (isOn: boolean) => Promise<void>
}

export function createOfflineHandlers({ remote, keepUpdated, isOn, config }: OfflineParts): OfflineHandlers {
  const state = async (): Promise<OfflineState> => ({
    ...(await remote.status()),
    isOn: await isOn(),
    host: new URL((await config()).server).host,
  })
  return {
    state,
    update() {
      keepUpdated.run('requested')
      return state()
    },
    async onSwitched(isWanted) {
      if (isWanted) keepUpdated.run('requested')
      else await remote.clear()
    },
  }
}
