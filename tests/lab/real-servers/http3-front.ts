import type { Server } from 'node:net'
import { join } from 'node:path'
import { listenOnLoopback } from '../servers/listen.ts'
import { caddyConfiguration, type CaddyPorts } from './caddy.ts'
import { findServer, runServer } from './program.ts'
import { freePort } from './real-site.ts'
import { makeServerFolder, type ServerFolder } from './server-folder.ts'

/** A real server in front of the laboratory's sites that speaks HTTP/3 to their visitors: Node has none. */
export interface Http3Front {
  /** UDP. */
  readonly port: number
  close(): Promise<void>
}

/** A certificate, and the hosts that show it. */
export interface Http3Certificate {
  readonly hosts: readonly string[]
  /** PEM, leaf first. */
  readonly chainPem: string
  readonly keyPem: string
}

export const speaksHttp3 = (): boolean => findServer('caddy') !== undefined

/** `createBehind` makes what answers for all of them, over plain HTTP. */
export async function startHttp3Front(
  certificates: readonly Http3Certificate[],
  createBehind: () => Server,
): Promise<Http3Front> {
  const behind = await listenOnLoopback(createBehind, 0)
  const folder = await makeServerFolder('caddy')
  const closeRest = () => Promise.all([behind.close(), folder.remove()])
  try {
    const port = await freePort()
    const configuration = await writeFiles(folder, certificates, { port, behind: behind.port })
    const running = await runServer({
      path: findServer('caddy') ?? 'caddy',
      parameters: ['run', '--adapter', 'caddyfile', '--config', configuration],
      port,
      // It writes down there what it was told last.
      environment: { XDG_CONFIG_HOME: folder.path, XDG_DATA_HOME: folder.path },
    })
    return {
      port,
      close: async () => {
        await running.stop()
        await closeRest()
      },
    }
  } catch (error) {
    await closeRest()
    throw error
  }
}

/** Gives the path of the configuration. */
async function writeFiles(
  folder: ServerFolder,
  certificates: readonly Http3Certificate[],
  ports: CaddyPorts,
): Promise<string> {
  const at = (name: string) => join(folder.path, name)
  const numbered = certificates.map((one, index) => ({
    ...one,
    chain: `${index}.chain.pem`,
    key: `${index}.key.pem`,
  }))
  const shown = numbered.map(({ hosts, chain, key }) => ({ hosts, chain: at(chain), key: at(key) }))
  await folder.write({
    Caddyfile: caddyConfiguration(shown, ports),
    ...Object.fromEntries(numbered.map(({ chain, chainPem }) => [chain, chainPem])),
    ...Object.fromEntries(numbered.map(({ key, keyPem }) => [key, keyPem])),
  })
  return at('Caddyfile')
}
