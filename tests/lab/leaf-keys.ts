import { generateKey, type Key } from './pki/key.ts'
import type { Variant } from './scenarios/variant.ts'

export type LeafKeys = (variant: Variant) => Promise<Key>

/**
 * A key of its own for each leaf: that one is revoked because its key was stolen must not make others suspect. RSA keys
 * take half a second, and serve the leaves of a variant under both kinds of CA.
 */
export function leafKeys(): LeafKeys {
  const shared = new Map<string, Promise<Key>>()
  return ({ slug, leaf: { key: kind = 'p256', keyGroup } }) => {
    const name = keyGroup ?? (kind === 'rsa2048' ? slug : undefined)
    if (name === undefined) return generateKey(kind)
    const key = shared.get(name) ?? generateKey(kind)
    shared.set(name, key)
    return key
  }
}
