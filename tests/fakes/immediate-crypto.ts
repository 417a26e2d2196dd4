import { createHash, createPublicKey, KeyObject, verify } from 'node:crypto'
import type { WebCrypto } from '../../src/pki/web-crypto.ts'

/** WebCrypto without the detour over a thread, so that a clock that stands still is not overtaken. ECDSA only. */
export const immediateCrypto: WebCrypto = {
  digest: async (algorithm, bytes) => new Uint8Array(hash(algorithm, bytes)).buffer,
  importKey: async (_, spki) =>
    once(keys, spki, () => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })),
  verify: async ({ hash: name = 'SHA-256' }, key, signature, bytes) => {
    if (!(key instanceof KeyObject)) throw new TypeError('not a key')
    const verified = verifiedBy.get(key) ?? new Map<string, boolean>()
    verifiedBy.set(key, verified)
    // Of one length for each curve, so that where it ends and the bytes begin is no question.
    return once(verified, Buffer.concat([Buffer.from(name), signature, bytes]), () =>
      verify(name.replace('-', ''), bytes, { key, dsaEncoding: 'ieee-p1363' }, signature),
    )
  },
}

/** Tens of thousands of worlds have the same few keys and documents. */
const keys = new Map<string, KeyObject>()
const verifiedBy = new WeakMap<KeyObject, Map<string, boolean>>()

function once<T>(known: Map<string, T>, input: Uint8Array, make: () => T): T {
  const name = hash('SHA-256', input).toString('latin1')
  const made = known.get(name) ?? make()
  known.set(name, made)
  return made
}

function hash(algorithm: string, bytes: Uint8Array): Buffer {
  return createHash(algorithm.replace('-', '')).update(bytes).digest()
}
