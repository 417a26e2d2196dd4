import { AuthorityKeyIdentifier } from 'pkijs'
import type { Bytes } from './bytes.ts'
import { parseStructure } from './structure.ts'

/** keyIdentifier of an AuthorityKeyIdentifier (RFC 5280 §4.2.1.1), if there is one. */
export function parseAuthorityKeyId(value: Bytes): Bytes | undefined {
  const { keyIdentifier } = parseStructure((der) => AuthorityKeyIdentifier.fromBER(der), value)
  return keyIdentifier && new Uint8Array(keyIdentifier.valueBlock.valueHexView)
}
