import type { Bytes } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import { type CrlIndex, draftIndex, finishIndex, type IndexParts } from './crl-index.ts'
import { EntryCursor, shortestEntry } from './entries.ts'
import { Listing } from './listing.ts'
import type { Crl } from './scan.ts'

/** Lets others have their turn; the work goes on when the promise is kept. */
export type Pause = () => Promise<void>

/** How many entries are dealt with from one pause to the next: about ten milliseconds' worth. */
const entriesAtOnce = 100_000

export interface ListedEntries {
  readonly listing: Listing
  readonly certificateIssuers: readonly Bytes[]
}

/** Checks every entry of the CRL; rejects with PkiError if one is not in order. */
export async function listEntries(crl: Crl, pause: Pause | undefined): Promise<ListedEntries> {
  const indirect = crl.issuingDistributionPoint?.indirect === true
  const cursor = new EntryCursor(crl.entries, { indirect, delta: crl.baseNumber !== undefined })
  const listing = new Listing(crl.entries, Math.floor(crl.entries.length / shortestEntry), indirect)
  const issuers = new CertificateIssuers(crl.issuer)
  while (!cursor.done) {
    listSome(cursor, listing, issuers)
    await pause?.()
  }
  return { listing, certificateIssuers: issuers.names }
}

type FixedParts = Pick<IndexParts, 'signerKey' | 'frame' | 'deltaFrame' | 'certificateIssuers'>

/** Makes an index of what was listed. */
export async function placeEntries(
  listing: Listing,
  parts: FixedParts,
  pause: Pause | undefined,
): Promise<CrlIndex> {
  const { count, buckets, size } = listing
  const draft = draftIndex({ ...parts, count, buckets, size })
  listing.fillDirectory(draft.directory)
  for (let at = 0; at < count; at += entriesAtOnce) {
    listing.place(draft.records, at, Math.min(at + entriesAtOnce, count))
    await pause?.()
  }
  return finishIndex(draft)
}

function listSome(cursor: EntryCursor, listing: Listing, issuers: CertificateIssuers): void {
  for (let i = 0; i < entriesAtOnce && !cursor.done; i++) {
    cursor.advance()
    if (cursor.certificateIssuer) issuers.become(cursor.certificateIssuer)
    listing.add(cursor.serial, cursor.revokedAt, cursor.reason, issuers.current)
  }
}

/** Numbers for the issuers that the entries of an indirect CRL name. */
class CertificateIssuers {
  readonly names: Bytes[] = []
  readonly #numbers = new Map<string, number>()

  /** RFC 5280 §5.3.3: an entry that names none has the issuer of the entry before; the first, that of the CRL. */
  current = 0

  constructor(issuer: Bytes) {
    this.become(issuer)
  }

  become(name: Bytes): void {
    // An issuer that is named otherwise than by a Name is nobody whom one could look for.
    if (name.length === 0) this.current = nobody
    else this.current = this.#numbers.get(keyOf(name)) ?? this.#add(name)
  }

  #add(name: Bytes): number {
    if (this.names.length === nobody) throw new PkiError('too-large', 'certificate issuers of a CRL')
    this.#numbers.set(keyOf(name), this.names.length)
    return this.names.push(name) - 1
  }
}

const nobody = 0xffff

function keyOf(name: Bytes): string {
  let key = ''
  for (const byte of name) key += String.fromCharCode(byte)
  return key
}
