import { createServer, type RequestListener } from 'node:http'

import { listenOnLoopback } from '../servers/listen.ts'
import { remoteSettingsServer, type RemoteSettingsServer } from './remote-settings-server.ts'
import { growSigner } from './signer.ts'

export interface RunningRemoteSettings extends RemoteSettingsServer {
  close(): Promise<void>
}

/** A server on its own, on loopback, in plain HTTP. `now` is the time that its certificates are made for. */
export async function startRemoteSettings(now = Date.now()): Promise<RunningRemoteSettings> {
  // The port comes first: what is signed names it.
  let server: RemoteSettingsServer | undefined
  const answer: RequestListener = (request, response) => {
    const { url: path = '/' } = request
    Promise.resolve(server?.handler({ request, response, path })).catch(() => response.destroy())
  }
  const { port, close } = await listenOnLoopback(() => createServer(answer), 0)
  server = remoteSettingsServer(`http://127.0.0.1:${port}`, await growSigner(now))
  return { ...server, close }
}
