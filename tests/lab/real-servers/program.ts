import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProgram } from '../../../scripts/programs.mjs'

export type ProgramName = 'apache' | 'nginx' | 'caddy'

/** Debian and Fedora have them under these names. */
const NAMES: Readonly<Record<ProgramName, readonly string[]>> = {
  apache: ['apache2', 'httpd'],
  nginx: ['nginx'],
  caddy: ['caddy'],
}

/** Path of the program; undefined where it is not installed. */
export const findServer = (program: ProgramName): string | undefined => findProgram(...NAMES[program])

export interface Running {
  /** Settled once it has gone. */
  stop(): Promise<void>
}

export interface Command {
  readonly path: string
  readonly parameters: readonly string[]
  /** Where it will listen on 127.0.0.1. */
  readonly port: number
  /** Beside what this process has. */
  readonly environment?: Readonly<Record<string, string>>
}

/** `nobody`: root's servers would run as somebody else anyway, and read their keys before that. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined

/** Runs a server in the foreground and waits until it takes connections; it ends with this process at the latest. */
export async function runServer({ path, parameters, port, environment }: Command): Promise<Running> {
  const env = { ...process.env, ...environment }
  const server = spawn(...withDeath(path, parameters), { stdio: ['ignore', 'pipe', 'pipe'], env, ...NOBODY })
  let said = ''
  for (const output of [server.stdout, server.stderr]) output.on('data', (text) => (said += String(text)))
  const gone = new Promise<void>((resolve) => server.once('close', () => resolve()))
  server.once('error', (error) => (said += error.message))
  const kill = () => void server.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    await end(server, gone)
  }
  const isUp = await takesConnections(port, () => isRunning(server))
  if (isUp) return { stop }
  await stop()
  throw new Error(`${path} did not start:\n${said}`)
}

const PATIENCE_MS = 15_000

async function takesConnections(port: number, isAlive: () => boolean): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline && isAlive()) {
    if (await canConnect(port)) return true
    await sleep(25)
  }
  return false
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function end(server: ChildProcess, gone: Promise<void>): Promise<void> {
  if (!isRunning(server)) return
  server.kill('SIGTERM')
  const timer = setTimeout(() => server.kill('SIGKILL'), 5_000)
  await gone
  clearTimeout(timer)
}

const isRunning = ({ exitCode, signalCode, pid }: ChildProcess) =>
  pid !== undefined && exitCode === null && signalCode === null

/** Where there is util-linux, the server also goes when this process is killed. */
function withDeath(path: string, parameters: readonly string[]): [string, string[]] {
  const setpriv = findProgram('setpriv')
  return setpriv !== undefined
    ? [setpriv, ['--pdeathsig', 'TERM', path, ...parameters]]
    : [path, [...parameters]]
}
