import { type Bytes, bytesEqual } from '../bytes.ts'
import { believedUntil, staleness } from '../freshness.ts'
import type { CheckContext } from '../statement.ts'
import type { CrlIndex } from './crl-index.ts'

/*
 * A complete CRL and its delta CRL stay two, and are looked at one after the other, which takes microseconds: each has its
 * own address, validators and end, and a CRL of a million entries need not be written anew for a delta of ten.
 */

/** Whether the delta CRL belongs to the base and is current (RFC 5280 §6.3.3 (c)). */
export function isApplicable(delta: CrlIndex, base: CrlIndex, context: CheckContext): boolean {
  const until = believedUntil(delta, Infinity, context)
  return mismatch(base, delta) === undefined && staleness(delta, until, context) === undefined
}

/** Why they do not belong together, if they do not: RFC 5280 §5.2.4 (a) to (d), and §6.3.3 (c). */
export function mismatch(base: CrlIndex, delta: CrlIndex): string | undefined {
  const [number, next, baseNumber] = [valueOf(base.number), valueOf(delta.number), valueOf(delta.baseNumber)]
  if (base.baseNumber) return 'the base is a delta CRL itself'
  if (baseNumber === undefined) return 'not a delta CRL'
  if (number === undefined || next === undefined) return 'a CRL without number'
  if (!bytesEqual(base.issuer, delta.issuer)) return 'another issuer'
  if (!bytesEqual(base.signerKey, delta.signerKey)) return 'signed with another key'
  if (!isSame(base.authorityKeyId, delta.authorityKeyId)) return 'another authority key identifier'
  if (!isSame(base.issuingDistributionPoint?.der, delta.issuingDistributionPoint?.der)) return 'another scope'
  if (number < baseNumber) return 'the base is too old'
  if (number >= next) return 'the base is newer'
  return undefined
}

function valueOf(number: Bytes | undefined): bigint | undefined {
  return number?.reduce((value, byte) => value * 256n + BigInt(byte), 0n)
}

function isSame(a: Bytes | undefined, b: Bytes | undefined): boolean {
  return a && b ? bytesEqual(a, b) : a === b
}
