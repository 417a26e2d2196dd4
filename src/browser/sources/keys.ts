import { toHex } from '../../pki/bytes.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Subject } from '../../policy/source.ts'

/** Names the issuer by its key, since two CAs may bear one name. */
export async function issuerKey({ issuer }: Subject, crypto: WebCrypto): Promise<string> {
  return toHex(new Uint8Array(await crypto.digest('SHA-256', issuer.spki)))
}
