import { createHash, createPublicKey, KeyObject, verify } from 'node:crypto'
import type { WebCrypto } from '../../src/pki/web-crypto.ts'

/** WebCrypto without the detour over a thread, so that a clock that stands still is not overtaken. ECDSA only. */
export const immediateCrypto: WebCrypto = {
  digest: async (algorithm, bytes) => new Uint8Array(hash(algorithm, bytes)).buffer,
  importKey: async (_, spki) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }),
  verify: async ({ hash: name = 'SHA-256' }, key, signature, bytes) => {
    if (!(key instanceof KeyObject)) throw new TypeError('not a key')
    return verify(name.replace('-', ''), bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
  },
}

function hash(algorithm: string, bytes: Uint8Array): Buffer {
  return createHash(algorithm.replace('-', '')).update(bytes).digest()
}
