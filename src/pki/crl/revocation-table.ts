import { type Bytes, viewOf } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import { hashOf, serialHash } from './serial-hash.ts'

/*
 * The revoked certificates of a CRL as a hash table in two arrays. A record, all integers little-endian:
 *
 *    1  mark     CRLReason or 15 in the low half, bits 32 to 35 of the time in the high half
 *    4  time     bits 0 to 31 of the seconds since the epoch, two's complement
 *    2  issuer   number of the certificate issuer; only in the table of an indirect CRL
 *    1  length
 *    n  serial   content of the INTEGER
 *
 * The records whose hashes begin with the same bits lie together, in the order of the CRL: they are the bucket of that
 * number. `directory` has the place where each bucket begins, and one more for where the last one ends; `hashes` the
 * hash of each bucket's bytes, by which it is seen in a look-up that the one bucket it needs is undamaged.
 */
export interface RevocationTable {
  /** 2^k + 1 places, k from 1 to 16. */
  readonly directory: Uint32Array<ArrayBuffer>
  readonly hashes: Int32Array<ArrayBuffer>
  readonly records: Bytes
  readonly hasIssuers: boolean
}

/** One record, as it is found. */
export interface RevocationRecord {
  /** Seconds since the epoch. */
  readonly revokedAt: number
  /** CRLReason, or `noReason`. */
  readonly reason: number
}

/** Exactly what the CRL says about the serial; throws PkiError if the table is damaged. */
export function findRevocation(
  { directory, hashes, records, hasIssuers }: RevocationTable,
  serial: Bytes,
  issuer: number,
): RevocationRecord | undefined {
  const bucket = serialHash(viewOf(serial), 0, serial.length) >>> shiftOf(hashes.length)
  const start = directory[bucket] ?? 0
  const end = directory[bucket + 1] ?? 0
  const view = viewOf(records)
  if (hashOf(view, start, end) !== hashes[bucket]) throw damaged()
  const header = headerLength(hasIssuers)
  const last = serial.at(-1)
  for (let at = start; at < end;) {
    const next = endOfRecord(view, at + header - 1, end)
    // Nearly all others differ in the last byte already.
    const isIt = view.getUint8(next - 1) === last && hasSerial(records, at + header, next, serial)
    if (isIt && (!hasIssuers || issuerAt(view, at) === issuer)) return recordAt(view, at)
    at = next
  }
  return undefined
}

/** Fills in the hashes of a table whose records are complete. */
export function fillHashes({ directory, hashes, records }: Omit<RevocationTable, 'hasIssuers'>): void {
  const view = viewOf(records)
  for (let bucket = 0; bucket < hashes.length; bucket++) {
    hashes[bucket] = hashOf(view, directory[bucket] ?? 0, directory[bucket + 1] ?? 0)
  }
}

export function recordAt(view: DataView, at: number): RevocationRecord {
  const mark = view.getUint8(at)
  const high = (mark << 24) >> 28
  return { revokedAt: high * 2 ** 32 + view.getUint32(at + 1, true), reason: mark & 15 }
}

/** Number of the certificate issuer, in the table of an indirect CRL. */
export function issuerAt(view: DataView, at: number): number {
  return view.getUint16(at + 5, true)
}

/** Of a record up to its serial. */
export function headerLength(hasIssuers: boolean): number {
  return hasIssuers ? 8 : 6
}

/** How many bits of a hash are too many for the number of one of so many buckets. */
export function shiftOf(buckets: number): number {
  return Math.clz32(buckets) + 1
}

function endOfRecord(view: DataView, length: number, limit: number): number {
  const end = length < limit ? length + 1 + view.getUint8(length) : limit + 1
  if (end > limit) throw damaged()
  return end
}

function hasSerial(records: Bytes, start: number, end: number, serial: Bytes): boolean {
  if (end - start !== serial.length) return false
  for (let i = 0; i < serial.length; i++) if (records[start + i] !== serial[i]) return false
  return true
}

function damaged(): PkiError {
  return new PkiError('malformed', 'index of a CRL damaged')
}
