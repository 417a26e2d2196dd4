import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { buildAddon } from './build-addon.ts'

const TIMED_BROWSER = fileURLToPath(new URL('timed-browser.ts', import.meta.url))

/** The add-on with a stopwatch in the place where it meets Firefox. */
export function buildTimedAddon(): Promise<string> {
  return buildAddon('timed-addon', [timedBrowser])
}

const timedBrowser: Plugin = {
  name: 'timed-browser',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 'webextension-polyfill' && importer !== TIMED_BROWSER ? TIMED_BROWSER : undefined,
}
