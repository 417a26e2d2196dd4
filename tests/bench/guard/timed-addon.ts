import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { CACHE } from '../surroundings.ts'

const TIMED_BROWSER = fileURLToPath(new URL('timed-browser.ts', import.meta.url))

/** Builds the add-on as it is shipped, with a stopwatch in the place where it meets Firefox. */
export async function buildTimedAddon(): Promise<string> {
  const outDir = resolve(CACHE, 'addon')
  await build({
    logLevel: 'warn',
    plugins: [timedBrowser],
    build: { outDir, emptyOutDir: true },
  })
  return outDir
}

const timedBrowser: Plugin = {
  name: 'timed-browser',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 'webextension-polyfill' && importer !== TIMED_BROWSER ? TIMED_BROWSER : undefined,
}
