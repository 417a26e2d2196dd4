import type { ChainStore } from '../check/chain-store.ts'
import type { DocumentStore } from '../documents/document-store.ts'
import { toBase64 } from '../storage/base64.ts'
import type { PageRecord } from './page-record.ts'

interface ExportParts {
  readonly chains: ChainStore
  readonly documents: (isPrivate: boolean) => DocumentStore
  readonly version: string
}

/**
 * JSON text with all that the verdict rests on: the chain and every signed document as DER in base64, with times and
 * origins. Whoever has it can come to the verdict again, offline.
 */
export async function exportEvidence(
  record: PageRecord,
  { chains, documents, version }: ExportParts,
): Promise<string | undefined> {
  if (record.kind !== 'seen' || record.report === undefined) return undefined
  const { host, action, fingerprint, connection, report, isPrivate } = record
  const chain = fingerprint === undefined ? undefined : await chains.find(fingerprint)
  const keys = report.certificates.flatMap(({ evidence }) => evidence.flatMap((one) => one.document ?? []))
  const stored = await Promise.all([...new Set(keys)].map((key) => documents(isPrivate).load(key)))
  const exported = {
    format: 'hardfail-evidence/1',
    version,
    host,
    action,
    connection,
    ...report,
    chain: chain?.certificates.map((der) => toBase64(der)) ?? [],
    documents: stored.flatMap((document) =>
      document === undefined ? [] : [{ ...document, bytes: toBase64(document.bytes) }],
    ),
  }
  return JSON.stringify(exported, undefined, 2)
}
