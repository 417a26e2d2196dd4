import { createHash, randomBytes } from 'node:crypto'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { deltaFilter, fullFilter } from '../crlite/filter.ts'
import type { FilterPlan } from '../crlite/plan.ts'
import type { Issued } from '../pki/certificate.ts'
import { DAY, HOUR } from '../pki/time.ts'
import type { PublishedFilter } from '../remote-settings/filter-records.ts'
import { coverageAt, LAB_LOG } from './coverage.ts'

/** `revoked`: when the full filter was made already; `revoked-since`: by the delta after it. */
export type CrliteStanding = 'good' | 'revoked' | 'revoked-since'

export interface FilterSubject {
  readonly leaf: Issued
  readonly issuer: Issued
  readonly standing: CrliteStanding
}

/** Certificates that nobody ever sees, so that the filters have something to tell apart. */
const OTHERS = 200

/** A full filter and a delta over the certificates, in the two encodings, as of `now`. */
export function labFilters(
  subjects: readonly FilterSubject[],
  enrolled: readonly Issued[],
  now: number,
): readonly PublishedFilter[] {
  const others = new Map(enrolled.map((issuer) => [issuer, Array.from({ length: OTHERS }, randomSerial)]))
  const planWith = (isRevoked: (standing: CrliteStanding) => boolean): FilterPlan => ({
    coverage: [{ logId: LAB_LOG, ...coverageAt(now) }],
    issuers: enrolled.map((issuer) => {
      const own = subjects.filter((subject) => subject.issuer === issuer)
      const strangers = others.get(issuer) ?? []
      const revoked = own.filter(({ standing }) => isRevoked(standing))
      return {
        keyHash: keyHash(issuer),
        known: [...own.map(serialOf), ...strangers],
        revoked: [...revoked.map(serialOf), ...strangers.slice(0, OTHERS / 20)],
      }
    }),
  })
  const before = planWith((standing) => standing === 'revoked')
  const after = planWith((standing) => standing !== 'good')
  return [
    { bytes: fullFilter(before, 3), effectiveTimestamp: now - 2 * DAY },
    { bytes: deltaFilter(before, after, 4), effectiveTimestamp: now - 5 * HOUR },
  ]
}

function keyHash({ certificate }: Issued): Bytes {
  const spki = Buffer.from(certificate.subjectPublicKeyInfo.toSchema().toBER())
  return new Uint8Array(createHash('sha256').update(spki).digest())
}

function serialOf({ leaf }: FilterSubject): Bytes {
  return new Uint8Array(leaf.certificate.serialNumber.valueBlock.valueHexView)
}

function randomSerial(): Bytes {
  const serial = new Uint8Array(randomBytes(16))
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return serial
}
