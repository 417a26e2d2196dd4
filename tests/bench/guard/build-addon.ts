import { resolve } from 'node:path'
import { build, type Plugin } from 'vite'
import { CACHE } from '../surroundings.ts'

/** Builds the add-on as it is shipped, but for what the plugins change; gives its folder. */
export async function buildAddon(name: string, plugins: readonly Plugin[] = []): Promise<string> {
  const outDir = resolve(CACHE, name)
  await build({ logLevel: 'error', plugins: [...plugins], build: { outDir, emptyOutDir: true } })
  return outDir
}
