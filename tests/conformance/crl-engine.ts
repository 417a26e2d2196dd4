import { type Bytes, bytesEqual } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import { EntryCursor } from '../../src/pki/crl/entries.ts'
import {
  type IssuingDistributionPoint,
  parseIssuingDistributionPoint,
} from '../../src/pki/crl/issuing-distribution-point.ts'
import { type Crl, scanCrl } from '../../src/pki/crl/scan.ts'
import { coverage } from '../../src/pki/crl/scope.ts'

/*
 * The inside of `src/pki/crl`, as far as cases ask about it that give no issuer, or less than a whole check. What says
 * something about a certificate goes through `checkCrl`.
 */

export interface ReadCrl extends Crl {
  readonly lists: (serial: Bytes) => boolean
}

/** Header and extensions; throws PkiError. The entries are read by `lists`, which throws as well. */
export function readCrl(bytes: Bytes): ReadCrl {
  const crl = scanCrl(bytes)
  return { ...crl, lists: (serial) => lists(crl, serial) }
}

/** Walks all entries, so that none of them is spared. */
function lists({ entries, issuingDistributionPoint: point, baseNumber }: Crl, wanted: Bytes): boolean {
  const cursor = new EntryCursor(entries, {
    indirect: point?.indirect === true,
    delta: baseNumber !== undefined,
  })
  let found = false
  while (!cursor.done) {
    cursor.advance()
    const start = cursor.serial + 1
    const serial = entries.subarray(start, start + (entries[cursor.serial] ?? 0))
    found ||= bytesEqual(serial, wanted)
  }
  return found
}

export function isInScope(
  certificate: Certificate,
  issuingDistributionPoint: Crl['issuingDistributionPoint'],
) {
  return coverage(certificate, { issuer: certificate.issuer, issuingDistributionPoint })
}

export { type IssuingDistributionPoint, parseIssuingDistributionPoint }
