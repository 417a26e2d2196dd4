import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findFirefox } from '../../../scripts/firefox.mjs'
import { homeOf } from './home.ts'

export interface FirefoxProcess {
  /** Address of the WebDriver BiDi session to be. */
  readonly endpoint: string
  readonly pid: number
  /** Settled once the process has gone, by itself or by `stop`. */
  readonly ended: Promise<void>
  stop(): Promise<void>
  /** At once and with all its children, as a crash or a power cut does. */
  kill(): Promise<void>
}

export async function startFirefox(profileFolder: string, headless = true): Promise<FirefoxProcess> {
  const executable = findFirefox()
  if (executable === undefined) throw new Error('Firefox was not found: run "node scripts/setup.mjs"')
  const child = spawn(
    executable,
    [
      ...(headless ? ['--headless'] : []),
      '--no-remote',
      '--remote-debugging-port=0',
      '--remote-allow-system-access',
      '--profile',
      profileFolder,
      '--width',
      '1280',
      '--height',
      '900',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...ENVIRONMENT, ...homeIn(profileFolder) },
      detached: true,
    },
  )
  const ended = once(child, 'exit').then(() => {})
  try {
    return {
      endpoint: await readEndpoint(child),
      pid: child.pid ?? 0,
      ended,
      stop: () => stop(child, ended),
      kill: () => kill(child, ended),
    }
  } catch (error) {
    await stop(child, ended)
    throw error
  }
}

const ENVIRONMENT = {
  // Release builds ignore services.settings.server without it.
  MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
  MOZ_CRASHREPORTER_DISABLE: '1',
  MOZ_CRASHREPORTER_NO_REPORT: '1',
  MOZ_DATA_REPORTING: '0',
}

/** What is written for all profiles of a user is written for this one alone; the caches of others are as good as ever. */
function homeIn(profileFolder: string): Readonly<Record<string, string>> {
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return { HOME: homeOf(profileFolder), XDG_CACHE_HOME: caches }
}

const START_MS = 60_000

function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(
      () => reject(new Error(`Firefox did not start within a minute:\n${text}`)),
      START_MS,
    )
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-10_000)
      const endpoint = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(text)?.[1]
      if (endpoint === undefined) return
      clearTimeout(timer)
      resolve(endpoint)
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`Firefox ended with code ${code}:\n${text}`))
    })
  })
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 10_000)
  signal(child, 'SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await ended
  clearTimeout(timer)
  // Its content processes, should any have outlived it.
  signal(child, 'SIGKILL')
}

async function kill(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signal(child, 'SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await ended
}

// The process leads a group of its own, so that /usr/bin/firefox may be a shell script.
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, name)
  } catch {
    // It has gone already.
  }
}
