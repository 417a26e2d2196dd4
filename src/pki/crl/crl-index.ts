import { type Bytes, viewOf } from '../bytes.ts'
import { readableName } from '../certificate/name.ts'
import { DerReader } from '../der.ts'
import { PkiError } from '../pki-error.ts'
import { requireDer } from '../der-strict.ts'
import { fillHashes, type RevocationTable } from './revocation-table.ts'
import { type CrlFields, parseFrame } from './scan.ts'
import { hashOf } from './serial-hash.ts'

/**
 * A CRL that was verified, in the form in which its entries are looked up. Everything in it is a view of `bytes`, which
 * are all there is to store: `openIndex` makes the same value of them again without looking at one entry.
 */
export interface CrlIndex extends CrlFields {
  readonly bytes: Bytes
  /** Number of entries. */
  readonly count: number
  /** DER SubjectPublicKeyInfo of the key that verified the signature, and the name it goes by. */
  readonly signerKey: Bytes
  readonly signerName: string
  /** Content of tbsCertList without revokedCertificates, as received. */
  readonly frame: Bytes
  /** DER Names, by the numbers that records of an indirect CRL have; the first is that of the CRL. */
  readonly certificateIssuers: readonly Bytes[]
  readonly revocations: RevocationTable
}

/*
 * The stored form. Words are Uint32 of the platform's own byte order, which `magic` tells from the other one:
 *
 *    word 0   magic; its last digits are the version
 *    word 1   hash of all from word 2 to before the records
 *    word 2   number of entries
 *    word 3   number of buckets, a power of two
 *    word 4   length of the signer's key, in bytes like all that follow
 *    word 5   length of the frame
 *    word 6   length of the certificate issuers: DER Names one after the other
 *    word 7   length of the records
 *    word 8   directory: a word for each bucket, and one more
 *    then     hashes of the buckets: a word for each
 *    then     signer's key, frame, certificate issuers, records
 */
const magic = 0x4843_5205
const headerWords = 8

/** Everything of an index but its table, which is filled in place. */
export interface IndexParts {
  readonly signerKey: Bytes
  readonly frame: Bytes
  readonly certificateIssuers: readonly Bytes[]
  readonly count: number
  readonly buckets: number
  /** Length of the records. */
  readonly size: number
}

/** Memory for an index, with the parts written into it and the places for its table. */
export interface IndexDraft extends Omit<RevocationTable, 'hasIssuers'> {
  readonly bytes: Bytes
}

export function draftIndex({ signerKey, frame, certificateIssuers, ...table }: IndexParts): IndexDraft {
  const { count, buckets, size } = table
  const named = certificateIssuers.slice(1)
  const issuersLength = named.reduce((sum, { length }) => sum + length, 0)
  const lengths = [signerKey.length, frame.length, issuersLength, size]
  const start = startOfParts(buckets)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, start))
  words(bytes, 0, headerWords).set([magic, 0, count, buckets, ...lengths])
  let at = start
  for (const part of [signerKey, frame, ...named]) {
    bytes.set(part, at)
    at += part.length
  }
  return { bytes, ...tableWords(bytes, buckets), records: bytes.subarray(at) }
}

function startOfParts(buckets: number): number {
  return 4 * (headerWords + buckets + 1 + buckets)
}

function tableWords(bytes: Bytes, buckets: number) {
  return {
    directory: words(bytes, headerWords, buckets + 1),
    hashes: new Int32Array(bytes.buffer, bytes.byteOffset + 4 * (headerWords + buckets + 1), buckets),
  }
}

/** To be called when the table of the draft is complete. */
export function finishIndex({ bytes, ...table }: IndexDraft): CrlIndex {
  fillHashes(table)
  words(bytes, 0, headerWords)[1] = hashBefore(bytes, table.records)
  return openIndex(bytes)
}

/** The same index of a CRL that another key has signed. */
export function signedBy(index: CrlIndex, signerKey: Bytes): CrlIndex {
  const { frame, certificateIssuers, count, revocations } = index
  const [buckets, size] = [revocations.hashes.length, revocations.records.length]
  const draft = draftIndex({ signerKey, frame, certificateIssuers, count, buckets, size })
  draft.directory.set(revocations.directory)
  draft.records.set(revocations.records)
  return finishIndex(draft)
}

/** The index that was stored as `bytes`; throws PkiError if they are anything else, or damaged. */
export function openIndex(stored: Bytes): CrlIndex {
  const bytes = stored.byteOffset % 4 === 0 ? stored : stored.slice()
  const { count, parts, ...table } = readLayout(bytes)
  const [signerKey, frame, issuers, records] = parts
  const fields = parseFrame(frame)
  return {
    ...fields,
    bytes,
    count,
    signerKey,
    signerName: readableName(fields.issuer),
    frame,
    certificateIssuers: [fields.issuer, ...readNames(issuers)],
    revocations: { ...table, records, hasIssuers: fields.issuingDistributionPoint?.indirect === true },
  }
}

type Four<T> = readonly [T, T, T, T]

function readLayout(bytes: Bytes) {
  if (bytes.length < 4 * headerWords) throw notAnIndex()
  const [first, hash, count, buckets, ...lengths] = words(bytes, 0, headerWords)
  if (first !== magic || buckets === undefined || !isPossible(buckets)) throw notAnIndex()
  const start = startOfParts(buckets)
  if (lengths.reduce((sum, length) => sum + length, start) !== bytes.length) throw notAnIndex()
  const parts = cut(bytes.subarray(start), lengths)
  if (hash === undefined || hashBefore(bytes, parts[3]) !== (hash | 0)) throw notAnIndex()
  const table = tableWords(bytes, buckets)
  if (!isAscending(table.directory, parts[3].length)) throw notAnIndex()
  return { count: count ?? 0, ...table, parts }
}

/** `count` words from number `start` on. */
function words({ buffer, byteOffset }: Bytes, start: number, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(buffer, byteOffset + 4 * start, count)
}

function isPossible(buckets: number): boolean {
  return buckets >= 2 && buckets <= 2 ** 16 && (buckets & (buckets - 1)) === 0
}

function cut(bytes: Bytes, [key = 0, frame = 0, issuers = 0]: readonly number[]): Four<Bytes> {
  return [
    bytes.subarray(0, key),
    bytes.subarray(key, key + frame),
    bytes.subarray(key + frame, key + frame + issuers),
    bytes.subarray(key + frame + issuers),
  ]
}

function isAscending(directory: Uint32Array, end: number): boolean {
  if (directory[0] !== 0 || directory.at(-1) !== end) return false
  for (let i = 1; i < directory.length; i++) {
    if ((directory[i] ?? 0) < (directory[i - 1] ?? 0)) return false
  }
  return true
}

/** The records are not in it: each bucket of theirs has its own hash, which is. */
function hashBefore(bytes: Bytes, records: Bytes): number {
  return hashOf(viewOf(bytes), 8, bytes.length - records.length)
}

function readNames(bytes: Bytes): readonly Bytes[] {
  const reader = new DerReader(bytes)
  const names: Bytes[] = []
  while (!reader.done) {
    const { der } = reader.readAny()
    requireDer(der)
    names.push(der)
  }
  return names
}

function notAnIndex(): PkiError {
  return new PkiError('malformed', 'not the index of a CRL, or damaged')
}
