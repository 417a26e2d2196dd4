// npm run package: the zip for addons.mozilla.org. The same sources give the same bytes.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson } from './json.mjs'
import { run } from './run.mjs'
import { setup } from './setup.mjs'
import { zipDist } from './zip-dist.mjs'

const ARTIFACTS = 'web-ext-artifacts'

setup()
const build = await run('vite', ['build', '--logLevel', 'warn'])
if (build.code !== 0) process.exit(build.code)
/** @type {{ version: string }} */
const { version } = parseJson(await readFile('dist/manifest.json', 'utf8'))
const path = join(ARTIFACTS, `hardfail-${version}.zip`)
await mkdir(ARTIFACTS, { recursive: true })
await writeFile(path, await zipDist('dist'))
console.log(path)
