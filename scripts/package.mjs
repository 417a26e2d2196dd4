// npm run package: the zip for addons.mozilla.org. The same sources give the same bytes.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseJson } from './json.mjs'
import { run } from './run.mjs'
import { setup } from './setup.mjs'

const ARTIFACTS = 'web-ext-artifacts'

/** Zips the built add-on and returns the bytes. */
export async function zipDist(folder = 'dist') {
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

async function main() {
  setup()
  const build = await run('vite', ['build', '--logLevel', 'warn'])
  if (build.code !== 0) process.exit(build.code)
  /** @type {{ version: string }} */
  const { version } = parseJson(await readFile('dist/manifest.json', 'utf8'))
  const path = join(ARTIFACTS, `hardfail-${version}.zip`)
  await mkdir(ARTIFACTS, { recursive: true })
  await writeFile(path, await zipDist())
  console.log(path)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
