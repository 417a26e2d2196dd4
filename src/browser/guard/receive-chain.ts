import type { WebRequest } from 'webextension-polyfill'
import { readChain, type ReceivedChain } from '../handshake.ts'

/** The chain of a connection whose leaf has that fingerprint; undefined where Firefox does not give it. Never rejects. */
export type ReceiveChain = (requestId: string, fingerprint: string) => Promise<ReceivedChain | undefined>

/**
 * To give a whole chain is what costs Firefox most of all that it is asked here, and a page asks for many things of a new
 * site at once: while one of these is waiting for the chain, the others wait with it.
 */
export function createReceiveChain(
  securityInfo: (
    requestId: string,
    options: { chain: boolean },
  ) => Promise<WebRequest.SecurityInfo | undefined>,
): ReceiveChain {
  const underWay = new Map<string, Promise<ReceivedChain | undefined>>()

  async function receive(requestId: string, fingerprint: string): Promise<ReceivedChain | undefined> {
    try {
      const chain = readChain(await securityInfo(requestId, { chain: true }))
      return chain?.fingerprints[0] === fingerprint ? chain : undefined
    } catch {
      return undefined
    }
  }

  return async (requestId, fingerprint) => {
    const shared = underWay.get(fingerprint)
    // That request may have been given up meanwhile; then this one asks for itself.
    if (shared !== undefined) return (await shared) ?? receive(requestId, fingerprint)
    const own = receive(requestId, fingerprint).finally(() => underWay.delete(fingerprint))
    underWay.set(fingerprint, own)
    return own
  }
}
