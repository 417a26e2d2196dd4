import type { SessionTable } from '../storage/session-table.ts'
import { fromBase64, toBase64 } from '../storage/base64.ts'
import type { ReceivedChain } from '../handshake.ts'

export interface EncodedChain {
  readonly certificates: readonly string[]
  readonly fingerprints: readonly string[]
  readonly isBuiltInRoot: boolean
}

/** The chains that were met in this session, by the leaf's fingerprint: to check again, to export, to go on after a suspension. */
export interface ChainStore {
  readonly find: (fingerprint: string) => Promise<ReceivedChain | undefined>
  readonly keep: (chain: ReceivedChain) => Promise<void>
}

export function createChainStore(table: SessionTable<EncodedChain>): ChainStore {
  return {
    async find(fingerprint) {
      const encoded = await table.find(fingerprint)
      return encoded === undefined
        ? undefined
        : { ...encoded, certificates: encoded.certificates.map((der) => fromBase64(der)) }
    },
    async keep(chain) {
      const leaf = chain.fingerprints[0]
      if (leaf === undefined) return
      const encoded = { ...chain, certificates: chain.certificates.map((der) => toBase64(der)) }
      // A page asks for many things of a site: what is kept need not be written again.
      if (!isSame(await table.find(leaf), encoded)) await table.keep(leaf, encoded)
    },
  }
}

function isSame(a: EncodedChain | undefined, b: EncodedChain): boolean {
  return a?.isBuiltInRoot === b.isBuiltInRoot && a.certificates.join() === b.certificates.join()
}
