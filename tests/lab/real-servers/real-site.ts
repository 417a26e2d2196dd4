import { createServer } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'

import type { OcspAnswer } from '../servers/ocsp-answer.ts'
import { apacheConfiguration, type ApachePlan } from './apache.ts'
import { nginxConfiguration, type NginxPlan } from './nginx.ts'
import { findServer, type Running, runServer } from './program.ts'
import { makeServerFolder, type ServerFolder } from './server-folder.ts'

/** A server that others wrote, in place of the laboratory's own. */
export type RealServerPlan = ApachePlan | NginxPlan

export interface RealSiteOptions {
  readonly plan: RealServerPlan
  readonly host: string
  readonly port: number
  /** PEM, leaf first. */
  readonly chainPem: string
  readonly keyPem: string
  readonly page: string
  /** The responder, by the address of this machine. */
  readonly responderUrl: string
  /** Where every responder is reached by its name. */
  readonly proxyUrl: string
  /** Signs what is to stand in a stapling file. */
  readonly answer: (answer: OcspAnswer) => Promise<Uint8Array>
}

/** Where things are, for whoever writes the configuration. */
export interface ServerFiles extends Pick<RealSiteOptions, 'host' | 'port' | 'responderUrl' | 'proxyUrl'> {
  readonly folder: string
  readonly chain: string
  readonly key: string
  readonly pages: string
  readonly staple: string
}

export interface RealSite {
  /** Starts it anew with what an administrator adds to the configuration of the site. */
  start(more?: string): Promise<void>
  /** Visits it as a browser does that asks for a staple, and gives what was stapled. */
  visit(): Promise<Buffer | undefined>
  stop(): Promise<void>
}

export const isInstalled = ({ program }: RealServerPlan): boolean => findServer(program) !== undefined

/** Nothing runs, and nothing is on disk, until it is started. */
export function realSite(options: RealSiteOptions): RealSite {
  const { plan, host, port } = options
  let running: Running | undefined
  let folder: ServerFolder | undefined

  async function halt(): Promise<void> {
    await running?.stop()
    running = undefined
  }

  return {
    async start(more = '') {
      await halt()
      folder ??= await makeServerFolder(plan.program)
      const configuration = await writeFiles(folder, options, more)
      const path = findServer(plan.program) ?? plan.program
      const parameters =
        plan.program === 'apache'
          ? ['-f', configuration, '-DFOREGROUND']
          : ['-p', folder.path, '-c', configuration]
      running = await runServer({ path, parameters, port })
    },
    visit: () => shakeHands(host, port),
    async stop() {
      await halt()
      await folder?.remove()
      folder = undefined
    },
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0
      server.close(() => resolve(port))
    })
  })
}

/** Gives the path of the configuration. */
async function writeFiles(folder: ServerFolder, options: RealSiteOptions, more: string): Promise<string> {
  const { plan, chainPem, keyPem, page, answer } = options
  const at = (name: string) => join(folder.path, name)
  const files: ServerFiles = {
    ...options,
    folder: folder.path,
    pages: at('pages'),
    chain: at('chain.pem'),
    key: at('key.pem'),
    staple: at('staple.der'),
  }
  const staple = plan.program === 'nginx' && plan.file ? await answer(plan.file) : undefined
  await folder.write({
    'site.conf':
      plan.program === 'apache'
        ? apacheConfiguration(plan, files, more)
        : nginxConfiguration(plan, files, more),
    'chain.pem': chainPem,
    'key.pem': keyPem,
    'pages/index.html': page,
    ...(staple && { 'staple.der': staple }),
  })
  return at('site.conf')
}

function shakeHands(host: string, port: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let staple: Buffer | undefined
    const options = {
      host: '127.0.0.1',
      port,
      servername: host,
      rejectUnauthorized: false,
      requestOCSP: true,
    }
    const socket = connect(options)
    socket.once('error', reject)
    socket.once('OCSPResponse', (response: Buffer | null) => (staple = response ?? undefined))
    socket.once('secureConnect', () => {
      socket.destroy()
      resolve(staple)
    })
  })
}
