import type { Bytes } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { findRevocation } from '../../src/pki/crl/entries.ts'
import {
  type IssuingDistributionPoint,
  parseIssuingDistributionPoint,
} from '../../src/pki/crl/issuing-distribution-point.ts'
import { scanCrl } from '../../src/pki/crl/scan.ts'
import { coverage } from '../../src/pki/crl/scope.ts'
import type { Signed } from '../../src/pki/signed.ts'

/*
 * The inside of `src/pki/crl`, as far as cases ask about it that give no issuer, or less than a whole check. What says
 * something about a certificate goes through `checkCrl`.
 */

export interface ReadCrl extends Signed {
  readonly issuer: Bytes
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly unknownCriticalExtensions: readonly string[]
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined
  readonly lists: (serial: Bytes) => boolean
}

/** Header and extensions; throws PkiError. The entries are read by `lists`, which throws as well. */
export function readCrl(bytes: Bytes): ReadCrl {
  const crl = scanCrl(bytes)
  const indirect = crl.issuingDistributionPoint?.indirect === true
  return {
    ...crl,
    lists: (serial) => findRevocation(crl.entries, { serial, issuer: crl.issuer, indirect }) !== undefined,
  }
}

export function isInScope(certificate: Certificate, point: IssuingDistributionPoint | undefined) {
  return coverage(certificate, point)
}

export { type IssuingDistributionPoint, parseIssuingDistributionPoint }
