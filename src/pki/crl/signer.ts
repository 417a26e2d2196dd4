import { bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import type { CrlFields } from './scan.ts'

/** Whether the CRL may be of this issuer: RFC 5280 §6.3.3 (b) and (f). Its signature is another question. */
export function maySign({ issuer, authorityKeyId }: Pick<CrlFields, 'issuer' | 'authorityKeyId'>) {
  return ({ subject, subjectKeyId, keyUsage }: Certificate): boolean => {
    const isOtherKey = authorityKeyId && subjectKeyId && !bytesEqual(authorityKeyId, subjectKeyId)
    // §4.2.1.3: cRLSign.
    return bytesEqual(issuer, subject) && !isOtherKey && keyUsage?.has('cRLSign') !== false
  }
}
