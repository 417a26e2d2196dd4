import { canonicalJson } from '../../../src/pki/remote-settings/canonical-json.ts'
import {
  changesSince,
  type CollectionHistory,
  type PublishedRecord,
  type Version,
} from './collection-history.ts'
import { hashOf, locationOf } from './filter-records.ts'
import type { Route } from './misbehaviour.ts'
import { type ContentSigner, SIGNER_NAME } from './signer.ts'

export type LabCollection = 'onecrl' | 'cert-revocations'

/** All that answers are made of. */
export interface Contents {
  readonly origin: string
  readonly signer: ContentSigner
  readonly histories: Readonly<Record<LabCollection, CollectionHistory>>
  /** By their path below `/attachments/`. */
  readonly attachments: Map<string, Uint8Array>
  /** Some misbehave in what they say, not in how they get it across. */
  readonly behaviour: string
}

export interface Answer {
  readonly route: Route
  readonly body: Uint8Array
}

export const BUCKET = 'security-state'

/** What is sent if nothing goes wrong on the way; undefined for what is not here. */
export async function answerTo(path: string, contents: Contents): Promise<Answer | undefined> {
  const { origin, signer, attachments } = contents
  const { pathname, searchParams } = new URL(path, origin)
  const [, collection] = COLLECTION_PATH.exec(pathname) ?? []
  if (pathname === '/v1/') return json('capabilities', capabilities(origin))
  if (pathname === CHAIN_PATH) return { route: 'chain', body: Buffer.from(signer.chain) }
  if (pathname === MONITOR_PATH) return json('changeset', monitor(contents))
  if (collection === 'onecrl' || collection === 'cert-revocations') {
    const since = searchParams.get('_since')?.replaceAll('"', '')
    return json(
      'changeset',
      await changeset(collection, since === undefined ? undefined : Number(since), contents),
    )
  }
  const body = attachments.get(pathname.replace('/attachments/', ''))
  return body && { route: 'attachment', body }
}

const MONITOR_PATH = '/v1/buckets/monitor/collections/changes/changeset'
const COLLECTION_PATH = /^\/v1\/buckets\/security-state\/collections\/([a-z-]+)\/changeset$/
export const CHAIN_PATH = `/chains/${SIGNER_NAME}.chain`

function json(route: Route, value: unknown): Answer {
  return { route, body: Buffer.from(JSON.stringify(value)) }
}

function capabilities(origin: string) {
  return { project_name: 'laboratory', capabilities: { attachments: { base_url: `${origin}/attachments/` } } }
}

function monitor(contents: Contents) {
  const changes = (['onecrl', 'cert-revocations'] as const).map((collection) => ({
    id: collection,
    bucket: BUCKET,
    collection,
    last_modified: latest(collection, contents).timestamp,
    host: new URL(contents.origin).host,
  }))
  return { metadata: {}, timestamp: Math.max(...changes.map((one) => one.last_modified)), changes }
}

async function changeset(collection: LabCollection, since: number | undefined, contents: Contents) {
  const { origin, signer, histories, behaviour } = contents
  const version = latest(collection, contents)
  const { timestamp } = version
  const signature = await signer.sign(signedText(version, behaviour))
  const chainOrigin = behaviour === 'chain-elsewhere' ? 'https://elsewhere.lab.test' : origin
  const entry = { x5u: chainOrigin + CHAIN_PATH, signature, mode: 'p384ecdsa' }
  const metadata = { id: collection, bucket: BUCKET, signature: entry, signatures: [entry] }
  return { metadata, timestamp, changes: changesSince(histories[collection].versions, version, since) }
}

function signedText({ timestamp, records }: Version, behaviour: string): string {
  const data = records.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const signed = behaviour === 'bad-signature' ? [...data, { id: '~' }] : data
  return canonicalJson({ data: signed, last_modified: String(timestamp) })
}

/** What the collection is said to be. */
function latest(collection: LabCollection, { histories, behaviour, attachments }: Contents): Version {
  const { versions } = histories[collection]
  const [first = EMPTY] = versions.slice(1)
  const newest = versions.at(-1) ?? EMPTY
  if (behaviour === 'replayed') return first
  return behaviour === 'unknown-version' ? ofUnknownVersion(newest, attachments) : newest
}

const EMPTY: Version = { timestamp: 0, records: [] }

/** The same records a moment later, with attachments that begin with 9. */
function ofUnknownVersion({ timestamp, records }: Version, attachments: Map<string, Uint8Array>): Version {
  return {
    timestamp: timestamp + 1,
    records: records.map((record) => withUnknownVersion(record, attachments)),
  }
}

function withUnknownVersion(record: PublishedRecord, attachments: Map<string, Uint8Array>): PublishedRecord {
  const bytes = Uint8Array.from(attachments.get(locationOf(record)) ?? [])
  if (bytes.length === 0) return record
  bytes[0] = 9
  const location = `${locationOf(record)}.9`
  attachments.set(location, bytes)
  return { ...record, attachment: { hash: hashOf(bytes), size: bytes.length, filename: location, location } }
}
