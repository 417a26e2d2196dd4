import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { openIndex } from '../../src/pki/crl/crl-index.ts'
import { lookUp } from '../../src/pki/crl/look-up.ts'
import { checkOcspResponse } from '../../src/pki/ocsp/status.ts'
import { freshnessFor } from '../../src/policy/freshness.ts'
import type { Tab } from './firefox/tab.ts'

/** What lies in the add-on's database, as it lies there. */
export interface StoredRecord {
  readonly key: string
  readonly source: string
  readonly url: string
  readonly fetchedAt: number
  readonly thisUpdate: number
  readonly until: number
  readonly size: number
}

/**
 * Reads the database from a page of the add-on's own, without any of the add-on's code, and throws for everything in it
 * that is not whole. Every document must say "good" about the certificate for which it was fetched, at that time, and
 * be the one that its entry is about.
 */
export async function readWholeRecords(page: Tab): Promise<readonly StoredRecord[]> {
  const { entries, bodies } = await page.run(readDatabase)
  const keys = new Set(entries.map(({ key }) => key))
  for (const { key } of bodies) if (!keys.has(key)) throw new Error(`a body without an entry: ${key}`)
  for (const entry of entries) {
    const body = bodies.find(({ key }) => key === entry.key)
    if (body === undefined) throw new Error(`an entry without a body: ${entry.key}`)
    const bytes = fromBase64(body.bytes)
    if (bytes.length !== entry.size) throw new Error(`${bytes.length} bytes of ${entry.size}: ${entry.key}`)
    const status = await statusIn(bytes, entry, body)
    if (status !== 'good') throw new Error(`a document that says ${status}: ${JSON.stringify(entry)}`)
  }
  return entries
}

async function statusIn(
  bytes: Uint8Array<ArrayBuffer>,
  { source, fetchedAt, thisUpdate }: StoredRecord,
  { certificate, issuer, role }: Body,
): Promise<string> {
  const context = {
    now: fetchedAt,
    freshness: freshnessFor(role, 'guard'),
    crypto: globalThis.crypto.subtle,
  }
  const subject = {
    certificate: parseCertificate(fromBase64(certificate)),
    issuer: parseCertificate(fromBase64(issuer)),
  }
  const statement =
    source === 'crl'
      ? lookUp(openIndex(bytes), subject, context)
      : await checkOcspResponse(bytes, subject, context)
  const { status } = statement
  if (status.kind === 'unknown') return status.cause
  return statement.thisUpdate === thisUpdate ? status.kind : 'other things than its entry'
}

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

/** Bytes as base64. */
interface Body {
  readonly key: string
  readonly bytes: string
  readonly certificate: string
  readonly issuer: string
  readonly role: 'leaf' | 'intermediate'
}

// The rest is sent to Firefox as text.

interface StoredBody {
  readonly bytes: Uint8Array
  readonly subject: {
    readonly certificate: Uint8Array
    readonly issuer: Uint8Array
    readonly role: 'leaf' | 'intermediate'
  }
}

async function readDatabase(): Promise<{
  readonly entries: readonly StoredRecord[]
  readonly bodies: readonly Body[]
}> {
  const opening = indexedDB.open('hardfail')
  await new Promise<void>((resolve, reject) => {
    opening.addEventListener('success', () => resolve())
    opening.addEventListener('error', () => reject(new Error('the database does not open')))
    opening.addEventListener('upgradeneeded', () => reject(new Error('there is no database')))
  })
  const transaction = opening.result.transaction(['entries', 'bodies'])
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- what is wrong with them shows when they are read
  const entries: IDBRequest<StoredRecord[]> = transaction.objectStore('entries').getAll()
  const keys = transaction.objectStore('bodies').getAllKeys()
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- likewise
  const bodies: IDBRequest<StoredBody[]> = transaction.objectStore('bodies').getAll()
  await new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(new Error('the database cannot be read')))
  })
  opening.result.close()
  const inBase64 = bodies.result.map(({ bytes, subject }, n) => {
    const [whole = '', certificate = '', issuer = ''] = [bytes, subject.certificate, subject.issuer].map(
      (part) => btoa(Array.from(part, (byte) => String.fromCharCode(byte)).join('')),
    )
    const key = keys.result[n]
    return { key: typeof key === 'string' ? key : '', bytes: whole, certificate, issuer, role: subject.role }
  })
  return { entries: entries.result, bodies: inBase64 }
}
