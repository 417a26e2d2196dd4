import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

import { listenOnLoopback } from '../servers/listen.ts'
import { remoteSettingsServer, type RemoteSettingsServer } from './remote-settings-server.ts'
import { growSigner } from './signer.ts'

export interface RemoteSettingsOptions {
  /** The time that its certificates are made for. */
  readonly now?: number
  /** Speaks HTTPS, under this name. All in PEM; the chain leaf first. */
  readonly tls?: { readonly host: string; readonly key: string; readonly chain: string }
}

export interface RunningRemoteSettings extends RemoteSettingsServer {
  close(): Promise<void>
}

/** A server on its own, on any port of loopback; in plain HTTP and without a name, unless told otherwise. */
export async function startRemoteSettings({
  now = Date.now(),
  tls,
}: RemoteSettingsOptions = {}): Promise<RunningRemoteSettings> {
  // The port comes first: what is signed names it.
  let server: RemoteSettingsServer | undefined
  const answer: RequestListener = (request, response) => {
    const { url: path = '/' } = request
    Promise.resolve(server?.handler({ request, response, path })).catch(() => response.destroy())
  }
  const create = () =>
    tls ? createTlsServer({ key: tls.key, cert: tls.chain }, answer) : createServer(answer)
  const { port, close } = await listenOnLoopback(create, 0)
  const origin = tls ? `https://${tls.host}:${port}` : `http://127.0.0.1:${port}`
  server = remoteSettingsServer(origin, await growSigner(now))
  return { ...server, close }
}
