import { type Bytes, bytesEqual, viewOf } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import type { CrlIndex } from './crl-index.ts'
import { removeFromCrl } from './entry-extensions.ts'
import { type Indexed, refusalOf } from './index-crl.ts'
import { Listing } from './listing.ts'
import { type Pause, placeEntries } from './read-entries.ts'
import {
  findRevocation,
  forEachRecord,
  issuerAt,
  recordAt,
  type RevocationTable,
} from './revocation-table.ts'

/**
 * The complete CRL that `base` and the delta CRL make together, with the times and the number of the latter (RFC 5280
 * §5.2.4). Never rejects.
 */
export async function mergeDelta(base: CrlIndex, delta: CrlIndex, pause?: Pause): Promise<Indexed> {
  const reason = mismatch(base, delta)
  if (reason !== undefined) return { kind: 'refused', cause: 'out-of-scope', detail: reason }
  try {
    return { kind: 'indexed', index: await merge(base, delta, pause) }
  } catch (error) {
    return refusalOf(error)
  }
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

async function merge(base: CrlIndex, delta: CrlIndex, pause: Pause | undefined): Promise<CrlIndex> {
  const { hasIssuers } = base.revocations
  const certificateIssuers = union(base.certificateIssuers, delta.certificateIssuers)
  const source = joined(base.revocations.records, delta.revocations.records)
  const listing = new Listing(source, base.count + delta.count, hasIssuers)
  const numbersInDelta = numbersOf(base.certificateIssuers, delta.certificateIssuers)
  const numbersInBoth = numbersOf(delta.certificateIssuers, certificateIssuers)
  forEach(base.revocations, (serial, { revokedAt, reason }, issuer, bytes) => {
    const replaced = findRevocation(delta.revocations, bytes, numbersInDelta[issuer] ?? nobody)
    if (!replaced) listing.add(serial, revokedAt, reason, issuer)
  })
  const start = base.revocations.records.length
  forEach(delta.revocations, (serial, { revokedAt, reason }, issuer) => {
    if (reason !== removeFromCrl) {
      listing.add(start + serial, revokedAt, reason, numbersInBoth[issuer] ?? nobody)
    }
  })
  listing.assign(0)
  const { signerKey, frame } = base
  return placeEntries(listing, { signerKey, frame, deltaFrame: delta.frame, certificateIssuers }, pause)
}

const nobody = 0xffff

function forEach(
  table: RevocationTable,
  callback: (serial: number, record: ReturnType<typeof recordAt>, issuer: number, bytes: Bytes) => void,
): void {
  const { records, hasIssuers } = table
  const view = viewOf(records)
  forEachRecord(table, (at, length) => {
    const bytes = records.subarray(length + 1, length + 1 + view.getUint8(length))
    callback(length, recordAt(view, at), hasIssuers ? issuerAt(view, at) : 0, bytes)
  })
}

function joined(a: Bytes, b: Bytes): Bytes {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function union(names: readonly Bytes[], others: readonly Bytes[]): readonly Bytes[] {
  const all = [...names, ...others.filter((other) => !names.some((name) => bytesEqual(name, other)))]
  if (all.length > nobody) throw new PkiError('too-large', 'certificate issuers of a CRL')
  return all
}

/** For each of `names` its number among `others`, or that of nobody. */
function numbersOf(names: readonly Bytes[], others: readonly Bytes[]): readonly number[] {
  return names.map((name) => {
    const number = others.findIndex((other) => bytesEqual(name, other))
    return number < 0 ? nobody : number
  })
}
