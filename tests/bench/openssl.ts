import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a whole process of openssl says, on either channel. */
export async function openssl(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run('openssl', args)
  return stdout + stderr
}

/**
 * The same, started by a process that has nothing else to do, for races against what runs in this one: to start a process
 * is to fork, and whoever forks has a page fault at each page that it writes to after that. With them, WebCrypto's
 * SHA-256 of 4 MB took 4.4 ms instead of 2.6, and a process of openssl, forked from so much memory, 2 ms more.
 */
export async function withOpenssl<Result>(use: (run: typeof openssl) => Promise<Result>): Promise<Result> {
  const starter = fork(fileURLToPath(new URL('openssl-starter.ts', import.meta.url)))
  const ended = once(starter, 'exit').then(([code]): never => {
    throw new Error(`the process that starts openssl ended with ${String(code)}`)
  })
  const start = async (...args: readonly string[]) => {
    const answered: Promise<unknown[]> = once(starter, 'message')
    starter.send(args)
    const [output] = await Promise.race([answered, ended])
    return String(output)
  }
  try {
    return await use(start)
  } finally {
    starter.disconnect()
    await ended.catch(() => undefined)
  }
}

/** Writes the files, uses them by their paths, in the same order, and removes them. */
export async function withFiles<Result>(
  contents: readonly (string | Uint8Array)[],
  use: (...paths: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'hardfail-bench-'))
  try {
    const paths = contents.map((_, index) => join(folder, String(index)))
    await Promise.all(contents.map((content, index) => writeFile(paths[index] ?? '', content)))
    return await use(...paths)
  } finally {
    await rm(folder, { recursive: true })
  }
}

export function pemOf(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
