import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DemonstrationSite } from '../../../src/policy/self-test/demonstration-site.ts'
import type { RemoteSettingsAccess } from '../../lab/remote-settings/remote-settings-server.ts'
import { ADDON_ID } from './addon.ts'

/** The home folder of the Firefox that runs in the profile. */
export function homeOf(profileFolder: string): string {
  return join(profileFolder, 'home')
}

/**
 * Says, as an administrator does, where the add-on gets its offline data: from nowhere, where nothing is said. And which
 * sites its self-test tries: none that anybody could reach.
 */
export async function writeManagedStorage(
  profileFolder: string,
  { server, attachmentsOrigin, chainOrigin, trust }: RemoteSettingsAccess = NOWHERE,
  selfTestSites: readonly DemonstrationSite[] = [{ ca: 'Nobody', revoked: `${DEAD}/` }],
): Promise<void> {
  const folder = join(homeOf(profileFolder), '.mozilla', 'managed-storage')
  const data = {
    remoteSettings: { server, attachmentsOrigin, chainOrigin, ...trust },
    // All of the laboratory is on this machine.
    localNames: ['lab.test'],
    selfTestSites,
  }
  const manifest = { name: ADDON_ID, description: 'The laboratory', type: 'storage', data }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${ADDON_ID}.json`), JSON.stringify(manifest))
}

/** A port that Firefox does not even connect to. */
const DEAD = 'https://127.0.0.1:1'

const NOWHERE: RemoteSettingsAccess = {
  server: `${DEAD}/v1`,
  bucket: 'security-state',
  attachmentsOrigin: DEAD,
  chainOrigin: DEAD,
  trust: { rootFingerprint: '', signerName: '' },
  channel: 'default',
}
