import type { WebCrypto } from '../../pki/web-crypto.ts'
import { toBase64 } from '../storage/base64.ts'
import type { StorageSlice } from '../storage/session-table.ts'

/**
 * Names for certificates, CAs and sites under which they can be told apart and not be recognised: 24 bits of a hash with
 * a secret of this installation's. Of the certificates that are public, a hundred share each of them.
 */
export type ShortName = (of: string) => Promise<string>

const KEY = 'short-names'
const BITS = 24

export function createShortNames(parts: {
  readonly local: StorageSlice
  readonly crypto: Pick<WebCrypto, 'digest'>
  readonly newSecret: () => string
}): ShortName {
  let secret: Promise<string> | undefined
  return async (of) => {
    secret ??= loadSecret(parts)
    const text = new TextEncoder().encode(`${await secret} ${of}`)
    const digest = new Uint8Array(await parts.crypto.digest('SHA-256', text))
    return toBase64(digest.subarray(0, BITS / 8))
  }
}

async function loadSecret({
  local,
  newSecret,
}: {
  readonly local: StorageSlice
  readonly newSecret: () => string
}): Promise<string> {
  const stored = await local.get(KEY).then(
    (found) => found[KEY],
    () => undefined,
  )
  if (typeof stored === 'string' && stored !== '') return stored
  const secret = newSecret()
  await local.set({ [KEY]: secret }).catch(() => undefined)
  return secret
}
