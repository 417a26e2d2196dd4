import { type Bytes, bytesEqual } from '../../src/pki/bytes.ts'
import type { Certificate } from '../../src/pki/certificate/certificate.ts'
import {
  type IssuingDistributionPoint,
  parseIssuingDistributionPoint,
} from '../../src/pki/crl/issuing-distribution-point.ts'
import { EntryReader } from '../../src/pki/crl/read-entries.ts'
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
function lists(crl: Crl, wanted: Bytes): boolean {
  const reader = new EntryReader(crl)
  while (!reader.done) reader.listSome()
  const isWanted = (at: number) => {
    const [length = 0] = crl.entries.subarray(at)
    return bytesEqual(crl.entries.subarray(at + 1, at + 1 + length), wanted)
  }
  return reader.listing.blocks.some(({ serials, count }) => serials.subarray(0, count).some(isWanted))
}

export function isInScope(
  certificate: Certificate,
  issuingDistributionPoint: Crl['issuingDistributionPoint'],
) {
  return coverage(certificate, { issuer: certificate.issuer, issuingDistributionPoint })
}

export { type IssuingDistributionPoint, parseIssuingDistributionPoint }
