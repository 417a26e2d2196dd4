import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import { defineConfig } from 'vite'
import manifest from './manifest.json' with { type: 'json' }

export default defineConfig({
  publicDir: 'extension/static',
  plugins: [
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON imports widen their literals
    crx({ manifest: manifest as ManifestV3Export, browser: 'firefox' }),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'firefox140',
    modulePreload: false,
    // Pages that the manifest does not name.
    rollupOptions: {
      input: {
        interstitial: 'extension/interstitial/index.html',
        selftest: 'extension/selftest/index.html',
      },
    },
  },
})
