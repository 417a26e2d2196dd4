import type { Bytes } from '../../../src/pki/bytes.ts'

/** What a filter is to say. */
export interface FilterPlan {
  readonly coverage: readonly LogCoverage[]
  readonly issuers: readonly IssuerPlan[]
  /** Of the bits that no equation determines. */
  readonly seed?: number
  /** Rows for each equation: 1.02 by default, as at Mozilla. With less than one, some certificates become exceptions. */
  readonly slack?: number
}

/** Timestamps in milliseconds since the epoch, both included. */
export interface LogCoverage {
  readonly logId: Bytes
  readonly low: number
  readonly high: number
}

export interface IssuerPlan {
  /** SHA-256 of the DER SubjectPublicKeyInfo. */
  readonly keyHash: Bytes
  /** Contents of INTEGERs. About certificates that are not known, a filter says anything. */
  readonly known: readonly Bytes[]
  /** Those that are not known count for nothing. */
  readonly revoked: readonly Bytes[]
  /** Encodes who is not revoked; by default only where that is nobody. */
  readonly inverted?: boolean
}

/** The delta that leads from one state to the next: only what has been revoked since. */
export function deltaPlan(before: FilterPlan, after: FilterPlan): FilterPlan {
  return {
    ...after,
    issuers: after.issuers.map((issuer) => {
      const previous = before.issuers.find(({ keyHash }) => equal(keyHash, issuer.keyHash))
      const old = new Set(previous?.revoked.map(String))
      return { ...issuer, revoked: issuer.revoked.filter((serial) => !old.has(String(serial))) }
    }),
  }
}

function equal(a: Bytes, b: Bytes): boolean {
  return Buffer.compare(a, b) === 0
}
