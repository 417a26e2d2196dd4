import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { issueLeaf } from '../issue-leaf.ts'
import type { Authority } from '../pki/authority.ts'
import { privateKeyPem, type Key } from '../pki/key.ts'
import { remoteSettingsServer, type RemoteSettingsServer } from '../remote-settings/remote-settings-server.ts'
import { growSigner } from '../remote-settings/signer.ts'
import { type Listening, listenOnLoopback } from '../servers/listen.ts'

export const SETTINGS_HOST = 'settings.lab.test'

export interface SettingsSite extends RemoteSettingsServer {
  readonly close: () => Promise<void>
}

/** The Remote Settings server under a name and a certificate that Firefox believes. */
export async function startSettingsSite(authority: Authority, key: Key, now: number): Promise<SettingsSite> {
  const pointers = { responderUrls: [], crlUrls: [] }
  const leaf = await issueLeaf({ host: SETTINGS_HOST, plan: {}, authority, key, now, ...pointers })
  const tls = { key: await privateKeyPem(key), cert: leaf.pem + authority.ca.pem }
  // The port comes first: what is signed names it.
  let server: RemoteSettingsServer | undefined
  const answer: RequestListener = (request, response) => {
    const { url: path = '/' } = request
    Promise.resolve(server?.handler({ request, response, path })).catch(() => response.destroy())
  }
  const listening: Listening = await listenOnLoopback(() => createServer(tls, answer), 0)
  server = remoteSettingsServer(`https://${SETTINGS_HOST}:${listening.port}`, await growSigner(now))
  return { ...server, close: listening.close }
}
