import { createHash } from 'node:crypto'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { deltaFilter, fullFilter } from '../crlite/filter.ts'
import type { FilterPlan } from '../crlite/plan.ts'
import { seededRandom } from '../crlite/random.ts'
import type { Issued } from '../pki/certificate.ts'
import { DAY, HOUR } from '../pki/time.ts'
import type { PublishedFilter } from '../remote-settings/filter-records.ts'
import { coverageAt, LAB_LOG } from './coverage.ts'

/** `revoked`: when the full filter was made already; `revoked-since`: by the delta after it; `revoked-now`: by another. */
export type CrliteStanding = 'good' | 'revoked' | 'revoked-since' | 'revoked-now'

export interface FilterSubject {
  readonly leaf: Issued
  readonly issuer: Issued
  readonly standing: CrliteStanding
}

/** Certificates that nobody ever sees, so that the filters have something to tell apart. */
const OTHERS = 200

/**
 * A full filter and a delta over the certificates, in the two encodings, as of `now`; and one more delta where there is
 * something to say in it. What is the same is so to the byte.
 */
export function labFilters(
  subjects: readonly FilterSubject[],
  enrolled: readonly Issued[],
  now: number,
): readonly PublishedFilter[] {
  const random = seededRandom(19)
  const randomSerials = () => Array.from({ length: OTHERS }, () => serialFrom(random.bytes(16)))
  const others = new Map(enrolled.map((issuer) => [issuer, randomSerials()]))
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
  const after = planWith((standing) => standing === 'revoked' || standing === 'revoked-since')
  const atLast = planWith((standing) => standing !== 'good')
  const first = [
    { bytes: fullFilter(before, 3), effectiveTimestamp: now - 2 * DAY },
    { bytes: deltaFilter(before, after, 4), effectiveTimestamp: now - 5 * HOUR },
  ]
  if (!subjects.some(({ standing }) => standing === 'revoked-now')) return first
  return [...first, { bytes: deltaFilter(after, atLast, 4), effectiveTimestamp: now }]
}

function keyHash({ certificate }: Issued): Bytes {
  const spki = Buffer.from(certificate.subjectPublicKeyInfo.toSchema().toBER())
  return new Uint8Array(createHash('sha256').update(spki).digest())
}

function serialOf({ leaf }: FilterSubject): Bytes {
  return new Uint8Array(leaf.certificate.serialNumber.valueBlock.valueHexView)
}

function serialFrom(bytes: Bytes): Bytes {
  const [first = 0, ...rest] = bytes
  return Uint8Array.of((first & 0x3f) | 0x40, ...rest)
}
