import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/u, '')

/** Every state of every page, without the add-on: `npx vite tests/ui/gallery`. */
export default defineConfig({
  publicDir: `${root}/extension/static`,
  define: { ROOT: JSON.stringify(root) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { host: '127.0.0.1', fs: { allow: [root] } },
  cacheDir: '.lab/gallery',
})
