import { type Bytes, viewOf } from '../bytes.ts'
import { hashOf } from '../crl/serial-hash.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import { entryHash } from './entry-hash.ts'
import { entryLength, writeEntry } from './entry.ts'
import { type OneCrlEntry, parseOneCrlRecord } from './parse-record.ts'

/** OneCRL in the form in which it is looked up. Everything is a view of `bytes`, which are all there is to store. */
export interface OneCrlIndex {
  readonly bytes: Bytes
  readonly count: number
  /** Records that mean no certificate. */
  readonly skipped: number
  /** Of the entries, ascending, and where each of them begins: one place more than there are entries. */
  readonly hashes: Int32Array<ArrayBuffer>
  readonly starts: Uint32Array<ArrayBuffer>
  readonly entries: Bytes
}

/*
 * The stored form. Words are of the platform's own byte order, which `magic` tells from the other one:
 *
 *    word 0   magic; its last digits are the version
 *    word 1   hash of all from word 2 on
 *    word 2   number of entries
 *    word 3   number of records that were skipped
 *    then     hashes: a word for each entry
 *    then     starts: a word for each entry, and one more
 *    then     entries
 */
const magic = 0x4f43_5202
const headerWords = 4

/** Of the records of the collection, whatever they are; throws PkiError only if they are too many. */
export function indexOneCrl(records: readonly unknown[]): OneCrlIndex {
  if (records.length > limits.oneCrlRecords) throw new PkiError('too-large', 'OneCRL')
  const entries = records.map(parseOneCrlRecord).filter((entry) => entry !== undefined)
  const hashed = entries.map((entry) => ({ entry, hash: entryHash(entry) }))
  return layOut(
    hashed.toSorted((a, b) => a.hash - b.hash),
    records.length - entries.length,
  )
}

/** The index that was stored as `bytes`; throws PkiError if they are anything else, or damaged. */
export function openOneCrlIndex(stored: Bytes): OneCrlIndex {
  const bytes = stored.byteOffset % 4 === 0 ? stored : stored.slice()
  if (bytes.length < 4 * (headerWords + 1)) throw notAnIndex()
  const [first, hash = 0, count = 0, skipped = 0] = new Uint32Array(
    bytes.buffer,
    bytes.byteOffset,
    headerWords,
  )
  if (first !== magic || startOfEntries(count) > bytes.length) throw notAnIndex()
  if (hashOf(viewOf(bytes), 8, bytes.length) !== (hash | 0)) throw notAnIndex()
  const index = viewsOf(bytes, count, skipped)
  if (!areStarts(index)) throw notAnIndex()
  return index
}

function layOut(
  hashed: readonly { readonly entry: OneCrlEntry; readonly hash: number }[],
  skipped: number,
): OneCrlIndex {
  const size = hashed.reduce((sum, { entry }) => sum + entryLength(entry), 0)
  const bytes = new Uint8Array(startOfEntries(hashed.length) + size)
  const index = viewsOf(bytes, hashed.length, skipped)
  let at = 0
  for (const [n, { entry, hash }] of hashed.entries()) {
    index.hashes[n] = hash
    index.starts[n] = at
    writeEntry(index.entries.subarray(at), entry)
    at += entryLength(entry)
  }
  index.starts[hashed.length] = at
  const header = new Uint32Array(bytes.buffer, 0, headerWords)
  header.set([magic, 0, hashed.length, skipped])
  header[1] = hashOf(viewOf(bytes), 8, bytes.length)
  return index
}

function startOfEntries(count: number): number {
  return 4 * (headerWords + count + count + 1)
}

function viewsOf(bytes: Bytes, count: number, skipped: number): OneCrlIndex {
  const { buffer, byteOffset } = bytes
  const hashes = new Int32Array(buffer, byteOffset + 4 * headerWords, count)
  const starts = new Uint32Array(buffer, byteOffset + 4 * (headerWords + count), count + 1)
  return { bytes, count, skipped, hashes, starts, entries: bytes.subarray(startOfEntries(count)) }
}

function areStarts({ starts, entries }: OneCrlIndex): boolean {
  return (
    starts[0] === 0 &&
    starts.at(-1) === entries.length &&
    starts.every((start, n) => n === 0 || start >= (starts[n - 1] ?? 0))
  )
}

function notAnIndex(): PkiError {
  return new PkiError('malformed', 'not the index of OneCRL, or damaged')
}
