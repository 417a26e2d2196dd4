import { createHash } from 'node:crypto'
import type { Issued } from '../pki/certificate.ts'
import type { PublishedRecord } from '../remote-settings/collection-history.ts'

const COMMON = { schema: 1_600_000_000_000, last_modified: 1_600_000_000_001 }

/** As Mozilla lists a certificate: by its issuer and serial. */
export function listedBySerial({ certificate }: Issued): PublishedRecord {
  const issuerName = base64(certificate.issuer.toSchema().toBER())
  const serialNumber = base64(certificate.serialNumber.valueBlock.valueHexView)
  return { ...COMMON, id: `serial-${serialNumber}`, issuerName, serialNumber, ...details(true) }
}

/** As Mozilla lists a key: by its holder's name and the hash of it. `enabled` means nothing. */
export function listedByKey({ certificate }: Issued): PublishedRecord {
  const subject = base64(certificate.subject.toSchema().toBER())
  const spki = Buffer.from(certificate.subjectPublicKeyInfo.toSchema().toBER())
  const pubKeyHash = createHash('sha256').update(spki).digest('base64')
  return { ...COMMON, id: `key-${pubKeyHash}`, subject, pubKeyHash, ...details(false) }
}

function details(enabled: boolean) {
  const bug = 'https://bugzilla.mozilla.org/show_bug.cgi?id=1234567'
  return { enabled, details: { bug, who: '', why: '', name: '', created: '2026-02-03T00:00:00Z' } }
}

function base64(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('base64')
}
