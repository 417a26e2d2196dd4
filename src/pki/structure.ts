import { type Bytes, bytesEqual } from './bytes.ts'
import { requireDer } from './der-strict.ts'
import { PkiError } from './pki-error.ts'

interface Encodable {
  toSchema(): { toBER(): ArrayBuffer }
}

/**
 * `der` as read by one of the structures of pkijs. Their schemas pass over fields that they do not know, so what was
 * read is encoded again and has to be what was received.
 */
export function parseStructure<T extends Encodable>(fromBer: (der: Bytes) => T, der: Bytes): T {
  requireDer(der)
  try {
    const value = fromBer(der)
    if (bytesEqual(new Uint8Array(value.toSchema().toBER()), der)) return value
  } catch (error) {
    throw new PkiError('malformed', error instanceof Error ? error.message : String(error))
  }
  throw new PkiError('malformed', 'not the structure it should be')
}
