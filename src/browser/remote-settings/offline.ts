import type { Alarms, Storage } from 'webextension-polyfill'
import { openClubcard } from '../../pki/crlite/clubcard.ts'
import { shortDigest } from '../../pki/short-digest.ts'
import { createBackground } from '../background.ts'
import type { Awake } from '../awake.ts'
import { createCrliteSource } from '../sources/crlite-source.ts'
import { createOneCrlSource } from '../sources/onecrl-source.ts'
import { createIndexedRemoteStore } from './indexed-store.ts'
import { createKeepUpdated } from './keep-updated.ts'
import { remoteSettingsConfig } from './managed-config.ts'
import { createOpenedData } from './opened-data.ts'
import { createRemoteSettings, type RemoteSettingsParts } from './remote-settings.ts'

interface OfflineParts extends Pick<
  RemoteSettingsParts,
  'fetch' | 'clock' | 'crypto' | 'isOnline' | 'browserVersion'
> {
  readonly managed: Pick<Storage.StorageArea, 'get'>
  readonly alarms: Pick<Alarms.Static, 'get' | 'create'>
  readonly alarm: string
  readonly awake: Awake
  /** Whether the user wants it. */
  readonly isOn: () => Promise<boolean>
  /** Other data are in force than before. */
  readonly onUpdated: () => Promise<void>
}

/** OneCRL and CRLite: fetched, kept, opened and asked. */
export function createOffline(parts: OfflineParts) {
  const { clock, isOn, managed, awake } = parts
  const config = async () => {
    // It rejects where no administrator has said anything.
    const found = await managed.get('remoteSettings').catch(() => ({}))
    return remoteSettingsConfig(new Map(Object.entries(found)).get('remoteSettings'))
  }
  const remote = createRemoteSettings({
    ...parts,
    config,
    store: createIndexedRemoteStore(),
    accept: (bytes) => void openClubcard(bytes),
  })
  const { onecrl, crlite } = createOpenedData({ current: () => remote.current(), isOn })
  // A download of minutes must not keep other errands from being done.
  const keepUpdated = createKeepUpdated({ ...parts, remote, background: createBackground({ awake, clock }) })
  return {
    sources: [
      createOneCrlSource({ clock, crypto: shortDigest, load: onecrl }),
      createCrliteSource({ clock, crypto: shortDigest, load: crlite }),
    ],
    remote,
    keepUpdated,
    config,
    isOn,
  }
}
