import type { Bytes } from '../bytes.ts'
import { PkiError } from '../pki-error.ts'
import { type CrlIndex, draftIndex, finishIndex, type IndexParts } from './crl-index.ts'
import { listCommonEntries } from './common-entries.ts'
import { readEntry } from './entry.ts'
import type { EntryRules } from './entry-extensions.ts'
import { type Block, Listing } from './listing.ts'
import type { Crl } from './scan.ts'

/** Lets others have their turn; the work goes on when the promise is kept. */
export type Pause = () => Promise<void>

export interface ListedEntries {
  readonly listing: Listing
  readonly certificateIssuers: readonly Bytes[]
}

/** Checks every entry of the CRL; rejects with PkiError if one is not in order. */
export async function listEntries(crl: ListedCrl, pause: Pause | undefined): Promise<ListedEntries> {
  const reader = new EntryReader(crl)
  while (!reader.done) {
    reader.listSome()
    await pause?.()
  }
  return reader
}

type ListedCrl = Pick<Crl, 'entries' | 'issuer' | 'issuingDistributionPoint' | 'baseNumber'>

/**
 * Walks the entries of a CRL, each of them checked. A CRL with an entry that one cannot process says nothing about any
 * certificate (RFC 5280 §5.3), so that `listSome` throws PkiError for the first.
 */
export class EntryReader implements ListedEntries {
  readonly listing: Listing
  readonly #entries: Bytes
  readonly #rules: EntryRules
  readonly #issuers: CertificateIssuers
  #at = 0

  constructor({ entries, issuer, issuingDistributionPoint, baseNumber }: ListedCrl) {
    this.#entries = entries
    this.#rules = { indirect: issuingDistributionPoint?.indirect === true, delta: baseNumber !== undefined }
    this.#issuers = new CertificateIssuers(issuer)
    this.listing = new Listing(entries, this.#rules.indirect)
  }

  get done(): boolean {
    return this.#at === this.#entries.length
  }

  get certificateIssuers(): readonly Bytes[] {
    return this.#issuers.names
  }

  listSome(): void {
    const block = this.listing.addBlock(this.#entries.length - this.#at)
    while (!this.done && !block.isFull) {
      this.#at = listCommonEntries(this.listing.source, block, this.#at, this.#issuers.current)
      if (!this.done && !block.isFull) this.#listOther(block)
    }
    this.listing.assign(block)
  }

  #listOther(block: Block): void {
    const entry = readEntry(this.#entries, this.#at, this.#rules)
    if (entry.certificateIssuer) this.#issuers.become(entry.certificateIssuer)
    block.add(entry.serial, entry.revokedAt, entry.reason, this.#issuers.current)
    this.#at = entry.end
  }
}

type FixedParts = Pick<IndexParts, 'signerKey' | 'frame' | 'certificateIssuers'>

/** Makes an index of what was listed. */
export async function placeEntries(
  listing: Listing,
  parts: FixedParts,
  pause: Pause | undefined,
): Promise<CrlIndex> {
  const { blocks, count, buckets, size } = listing
  const draft = draftIndex({ ...parts, count, buckets, size })
  listing.fillDirectory(draft.directory)
  for (const block of blocks) {
    listing.place(block, draft.records)
    await pause?.()
  }
  return finishIndex(draft)
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
