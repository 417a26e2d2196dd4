import { toHex } from '../../pki/bytes.ts'
import type { Certificate } from '../../pki/certificate/certificate.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Subject } from '../../policy/source.ts'

/** Names the issuer by its key, since two CAs may bear one name. */
export async function issuerKey({ issuer }: Subject, crypto: WebCrypto): Promise<string> {
  const known = keys.get(issuer)
  if (known !== undefined) return known
  const key = toHex(new Uint8Array(await crypto.digest('SHA-256', issuer.spki)))
  keys.set(issuer, key)
  return key
}

/** Every source and every address asks for it. */
const keys = new WeakMap<Certificate, string>()
