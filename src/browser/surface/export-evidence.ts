import type { ChainStore } from '../check/chain-store.ts'
import { Cancellation } from '../../policy/cancellation.ts'
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts'
import type { Evidence } from '../../policy/evidence.ts'
import type { Retrieve } from '../retrieval/retrieve.ts'
import { toBase64 } from '../storage/base64.ts'
import type { PageRecord } from './page-record.ts'

interface ExportParts {
  readonly chains: ChainStore
  readonly documents: (isPrivate: boolean) => DocumentStore
  readonly retrieve: Retrieve
  readonly version: string
}

/** A larger CRL would make a text that no editor opens. */
const MAX_CRL_BYTES = 8 * 1024 * 1024

/**
 * JSON text with all that the verdict rests on: the chain and every signed document as DER in base64, with times and
 * origins. Whoever has it can come to the verdict again, offline.
 */
export async function exportEvidence(
  record: PageRecord,
  { chains, documents, retrieve, version }: ExportParts,
): Promise<string | undefined> {
  if (record.kind !== 'seen' || record.report === undefined) return undefined
  const { host, action, fingerprint, connection, report, isPrivate } = record
  const chain = fingerprint === undefined ? undefined : await chains.find(fingerprint)
  const keys = report.certificates.flatMap(({ evidence }) => evidence.flatMap(documentsOf))
  const stored = await Promise.all([...new Set(keys)].map((key) => documents(isPrivate).load(key)))
  const found = stored.filter((document) => document !== undefined)
  const exported = {
    format: 'hardfail-evidence/1',
    version,
    host,
    action,
    connection,
    ...report,
    chain: chain?.certificates.map((der) => toBase64(der)) ?? [],
    documents: await Promise.all(found.map((document) => exportDocument(document, retrieve))),
  }
  return JSON.stringify(exported, undefined, 2)
}

function documentsOf({ document, alongside = [] }: Evidence): readonly string[] {
  return document === undefined ? [] : [document, ...alongside]
}

/** A CRL is stored as an index, without the signature: it is fetched once more, or the index has to do. */
async function exportDocument({ bytes, subject, ...facts }: StoredDocument, retrieve: Retrieve) {
  if (facts.source !== 'crl') return { ...facts, form: 'received', bytes: toBase64(bytes) }
  const { isBuiltInRoot } = subject
  const request = { url: facts.url, maxBytes: MAX_CRL_BYTES, isBuiltInRoot, cancellation: new Cancellation() }
  const retrieved = await retrieve(request)
  if (retrieved.kind === 'bytes') return { ...facts, form: 'received', bytes: toBase64(retrieved.bytes) }
  if (bytes.length > MAX_CRL_BYTES) return { ...facts, form: 'left-out' }
  return { ...facts, form: 'index', bytes: toBase64(bytes) }
}
