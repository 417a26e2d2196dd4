import type { SessionTable } from '../storage/session-table.ts'
import { fromBase64, toBase64 } from '../storage/base64.ts'
import type { ReceivedChain } from '../handshake.ts'
import type { PrivateMemory } from '../private-windows.ts'

/** DER in base64. */
export interface EncodedChain {
  readonly certificates: readonly string[]
  readonly fingerprints: readonly string[]
  readonly isBuiltInRoot: boolean
}

export interface KeptChain extends EncodedChain {
  /** Met in private windows only. */
  readonly isPrivate: boolean
}

/** The chains that were met in this session, by the leaf's fingerprint: to check again, to export, to go on after a suspension. */
export interface ChainStore {
  readonly find: (fingerprint: string) => Promise<ReceivedChain | undefined>
  readonly keep: (chain: ReceivedChain, isPrivate: boolean) => Promise<void>
}

export function createChainStore(table: SessionTable<KeptChain>): ChainStore & PrivateMemory {
  return {
    async find(fingerprint) {
      const encoded = await table.find(fingerprint)
      return encoded === undefined ? undefined : decodeChain(encoded)
    },
    async keep(chain, isPrivate) {
      const leaf = chain.fingerprints[0]
      if (leaf === undefined) return
      const known = await table.find(leaf)
      const encoded = { ...encodeChain(chain), isPrivate: isPrivate && known?.isPrivate !== false }
      // A page asks for many things of a site: what is kept need not be written again.
      if (!isSame(known, encoded)) await table.keep(leaf, encoded)
    },
    forgetPrivate: () => table.dropWhere((_, { isPrivate }) => isPrivate),
  }
}

/** As a chain travels in messages and lies in `storage.session`, whose values are JSON. */
export function encodeChain({ certificates, fingerprints, isBuiltInRoot }: ReceivedChain): EncodedChain {
  return { certificates: certificates.map((der) => toBase64(der)), fingerprints, isBuiltInRoot }
}

export function decodeChain({ certificates, fingerprints, isBuiltInRoot }: EncodedChain): ReceivedChain {
  return { certificates: certificates.map((der) => fromBase64(der)), fingerprints, isBuiltInRoot }
}

function isSame(a: KeptChain | undefined, b: KeptChain): boolean {
  if (a?.isBuiltInRoot !== b.isBuiltInRoot || a.isPrivate !== b.isPrivate) return false
  return a.certificates.join() === b.certificates.join()
}
