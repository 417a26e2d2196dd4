import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/**
 * Zips the built add-on: the same files give the same bytes.
 *
 * @param {string} folder
 */
export async function zipDist(folder) {
  // Loaded late: it is not there before setup has run.
  const { zipSync } = await import('fflate')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.startsWith('.'))
    .toSorted((a, b) => (a < b ? -1 : 1))
  /** @type {(readonly [string, Uint8Array])[]} */
  const files = await Promise.all(
    names.map(async (name) => /** @type {const} */ ([name, await readFile(join(folder, name))])),
  )
  return zipSync(Object.fromEntries(files), {
    level: 9,
    // A zip knows no time zone; fflate writes local time, so the moment is given in local time too.
    mtime: new Date(1980, 0, 1),
    os: 3,
    attrs: 0o644 << 16,
  })
}
