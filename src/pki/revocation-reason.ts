import { smallInteger } from './der-values.ts'
import type { Bytes } from './bytes.ts'
import { PkiError } from './pki-error.ts'
import type { RevocationReason } from './statement.ts'

/** CRLReason ::= ENUMERATED (RFC 5280 §5.3.1); 7 is not used. */
const reasons: readonly (RevocationReason | undefined)[] = [
  'unspecified',
  'key-compromise',
  'ca-compromise',
  'affiliation-changed',
  'superseded',
  'cessation-of-operation',
  'certificate-hold',
  undefined,
  'remove-from-crl',
  'privilege-withdrawn',
  'aa-compromise',
]

/** From the content of the ENUMERATED. */
export function revocationReason(content: Bytes): RevocationReason {
  const reason = reasons[smallInteger(content)]
  if (!reason) throw new PkiError('malformed', 'no such reason of revocation')
  return reason
}
