import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const FAULTY_BROWSER = fileURLToPath(new URL('faulty-browser.ts', import.meta.url))

/** Builds the add-on as it is shipped, with a switchboard for faults in the place where it meets Firefox. */
export async function buildFaultyAddon(): Promise<string> {
  const outDir = resolve('node_modules/.cache/hardfail-faults/addon')
  await build({
    logLevel: 'error',
    plugins: [
      {
        name: 'faulty-browser',
        enforce: 'pre',
        resolveId: (source, importer) =>
          source === 'webextension-polyfill' && importer !== FAULTY_BROWSER ? FAULTY_BROWSER : undefined,
      },
    ],
    build: { outDir, emptyOutDir: true },
  })
  return outDir
}

/** Every listener that the background registers, by event, in the order in which each event's are. */
export function listenersOfBackground(): readonly string[] {
  const rooms = readdirSync('extension/background').map((name) => join('extension/background', name))
  const files = ['extension/background.ts', ...rooms]
  const source = files.map((file) => readFileSync(file, 'utf8')).join('')
  const events = [...source.matchAll(/^\s*(\w+\.on\w+)\.addListener\(/gm)].map(([, event = '']) => event)
  return events.map((event, n) => `${event} ${events.slice(0, n).filter((other) => other === event).length}`)
}
