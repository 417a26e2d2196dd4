import { issueLeaf } from '../issue-leaf.ts'
import type { Authority } from '../pki/authority.ts'
import { privateKeyPem, type Key } from '../pki/key.ts'
import { type RunningRemoteSettings, startRemoteSettings } from '../remote-settings/start.ts'

export const SETTINGS_HOST = 'settings.lab.test'

/** The Remote Settings server under a name and a certificate that Firefox believes. */
export async function startSettingsSite(
  authority: Authority,
  key: Key,
  now: number,
): Promise<RunningRemoteSettings> {
  const pointers = { responderUrls: [], crlUrls: [] }
  const leaf = await issueLeaf({ host: SETTINGS_HOST, plan: {}, authority, key, now, ...pointers })
  const chain = leaf.pem + authority.ca.pem
  return startRemoteSettings({ now, tls: { host: SETTINGS_HOST, key: await privateKeyPem(key), chain } })
}
