import type { Bytes } from './bytes.ts'
import { contextTag, primitiveContextTag, readSequence } from './der.ts'
import { requireDer } from './der-strict.ts'
import { integerBytes } from './der-values.ts'
import { generalNames } from './general-names.ts'

/** keyIdentifier of an AuthorityKeyIdentifier (RFC 5280 §4.2.1.1), if there is one. */
export function parseAuthorityKeyId(value: Bytes): Bytes | undefined {
  requireDer(value)
  const reader = readSequence(value)
  const keyIdentifier = reader.readOptional(primitiveContextTag(0))
  // authorityCertIssuer and authorityCertSerialNumber: another way of saying the same.
  const issuer = reader.readOptional(contextTag(1))
  if (issuer !== undefined) generalNames(issuer.content)
  const serial = reader.readOptional(primitiveContextTag(2))
  if (serial !== undefined) integerBytes(serial.content)
  reader.finish()
  return keyIdentifier?.content
}
