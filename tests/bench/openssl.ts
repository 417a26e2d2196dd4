import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a whole process of openssl says, on either channel. */
export async function openssl(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run('openssl', args)
  return stdout + stderr
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
