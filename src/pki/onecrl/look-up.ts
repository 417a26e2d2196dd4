import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import type { WebCrypto } from '../web-crypto.ts'
import { entryHash } from './entry-hash.ts'
import { readEntry } from './entry.ts'
import type { OneCrlIndex } from './onecrl-index.ts'
import type { ListedBy, OneCrlEntry, OneCrlRecord } from './parse-record.ts'

/** Any certificate of a chain. */
export type OneCrlSubject = Pick<Certificate, 'issuer' | 'serial' | 'subject' | 'spki'>

/** For each certificate of the chain the record that revokes it, or undefined. */
export function askOneCrl(
  index: OneCrlIndex,
  chain: readonly OneCrlSubject[],
  crypto: Pick<WebCrypto, 'digest'>,
): Promise<readonly (OneCrlRecord | undefined)[]> {
  return Promise.all(chain.map((certificate) => findInOneCrl(index, certificate, crypto)))
}

/** The record that revokes the certificate; throws PkiError if the index is damaged. */
export async function findInOneCrl(
  index: OneCrlIndex,
  { issuer, serial, subject, spki }: OneCrlSubject,
  crypto: Pick<WebCrypto, 'digest'>,
): Promise<OneCrlRecord | undefined> {
  const [bySerial] = entriesOf(index, 'serial', issuer, serial)
  if (bySerial) return recordOf(bySerial)
  const ofSubject = entriesOf(index, 'key', subject)
  if (ofSubject.length === 0) return undefined
  const keyHash = new Uint8Array(await crypto.digest('SHA-256', spki))
  const byKey = ofSubject.find(({ key }) => bytesEqual(key, keyHash))
  return byKey && recordOf(byKey)
}

/** Exactly those of the name, and of the key where one is given. */
function entriesOf(index: OneCrlIndex, by: ListedBy, name: Bytes, key?: Bytes): readonly OneCrlEntry[] {
  const hash = entryHash({ by, name, key: key ?? new Uint8Array() })
  const found: OneCrlEntry[] = []
  for (let n = firstOf(index, hash); index.hashes[n] === hash; n++) {
    const entry = readEntry(index.entries.subarray(index.starts[n], index.starts[n + 1]))
    const isOfKey = key === undefined || bytesEqual(entry.key, key)
    if (entry.by === by && bytesEqual(entry.name, name) && isOfKey) found.push(entry)
  }
  return found
}

/** Number of the first entry whose hash is not below. */
function firstOf({ hashes, count }: OneCrlIndex, hash: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((hashes[middle] ?? 0) < hash) low = middle + 1
    else high = middle
  }
  return low
}

function recordOf({ by, id, bug, created }: OneCrlEntry): OneCrlRecord {
  return { by, id, ...(bug !== undefined && { bug }), ...(created !== undefined && { created }) }
}
