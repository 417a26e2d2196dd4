import type { RemoteSettingsConfig } from './config.ts'
import { type Download, downloadText } from './download.ts'
import { urlAt } from './endpoints.ts'

const MAX_CHAIN_BYTES = 64 * 1024

/** Fetches certificate chains, each once: collections of a bucket have the same. */
export function createChainAt(
  { chainOrigin }: RemoteSettingsConfig,
  download: Download,
): (x5u: string) => Promise<string> {
  const chains = new Map<string, Promise<string>>()
  return async (x5u) => {
    const url = urlAt(chainOrigin, x5u)
    const known = chains.get(url) ?? downloadText(download, { url, maxBytes: MAX_CHAIN_BYTES })
    chains.set(url, known)
    return known
  }
}
