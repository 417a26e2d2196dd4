import { canonicalJson } from '../../../src/pki/remote-settings/canonical-json.ts'
import type { HostHandler } from '../servers/plain-http.ts'
import { switchable, type Switchable } from '../servers/switchable.ts'
import { changesSince, collectionHistory, type PublishedRecord, type Version } from './collection-history.ts'
import { filterRecords, type FilterRecordOptions, hashOf, type PublishedFilter } from './filter-records.ts'
import { type Misbehaviour, misdeliveryOf, type Route } from './misbehaviour.ts'
import { type ContentSigner, SIGNER_NAME } from './signer.ts'

export type RemoteBehaviour =
  | 'in-order'
  | 'bad-signature'
  /** The first that was ever published, signed as well as any. */
  | 'replayed'
  /** Filters that begin with a version of the encoding which nobody knows. */
  | 'unknown-version'
  /** The chain is said to lie on another host. */
  | 'chain-elsewhere'
  /** Everything in order, but the server has a lot to do. */
  | 'backoff'
  | Misbehaviour

export type LabCollection = 'onecrl' | 'cert-revocations'

/** What a client has to be told to believe this server. */
export interface RemoteSettingsAccess {
  readonly server: string
  readonly bucket: string
  readonly attachmentsOrigin: string
  readonly chainOrigin: string
  readonly trust: { readonly rootFingerprint: string; readonly signerName: string }
  readonly channel: string
}

export interface RemoteSettingsServer {
  readonly handler: HostHandler
  readonly access: RemoteSettingsAccess
  readonly behaviour: Switchable<RemoteBehaviour>
  /** Paths asked for, in order. */
  readonly requests: string[]
  /** Puts these records in place of all that the collection has. */
  publish(collection: LabCollection, records: readonly PublishedRecord[]): Version
  /** Full filter first, then its deltas in order. */
  publishFilters(filters: readonly PublishedFilter[], options?: FilterRecordOptions): Version
  /** Makes a file available, without a record that names it. */
  addAttachment(location: string, bytes: Uint8Array): void
}

/** A Remote Settings server (Kinto) under one origin: `/v1` with its changesets, `/attachments` and `/chains`. */
export function remoteSettingsServer(origin: string, signer: ContentSigner): RemoteSettingsServer {
  const behaviour = switchable<RemoteBehaviour>('in-order')
  const start = Date.UTC(2026, 0)
  const histories = { onecrl: collectionHistory(start), 'cert-revocations': collectionHistory(start) }
  const attachments = new Map<string, Uint8Array>()
  const requests: string[] = []

  function latest(collection: LabCollection): Version {
    const { versions } = histories[collection]
    const [first = EMPTY] = versions.slice(1)
    const newest = versions.at(-1) ?? EMPTY
    if (behaviour.current === 'replayed') return first
    return behaviour.current === 'unknown-version' ? ofUnknownVersion(newest, attachments) : newest
  }

  async function changeset(collection: LabCollection, since: number | undefined) {
    const version = latest(collection)
    const { timestamp, records } = version
    const data = records.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const signed = behaviour.current === 'bad-signature' ? [...data, { id: '~' }] : data
    const signature = await signer.sign(canonicalJson({ data: signed, last_modified: String(timestamp) }))
    const chainOrigin = behaviour.current === 'chain-elsewhere' ? 'https://elsewhere.lab.test' : origin
    const entry = { x5u: `${chainOrigin}/chains/${SIGNER_NAME}.chain`, signature, mode: 'p384ecdsa' }
    const changes = changesSince(histories[collection].versions, version, since)
    return {
      metadata: { id: collection, bucket: BUCKET, signature: entry, signatures: [entry] },
      timestamp,
      changes,
    }
  }

  function monitor() {
    const changes = (['onecrl', 'cert-revocations'] as const).map((collection) => ({
      id: collection,
      bucket: BUCKET,
      collection,
      last_modified: latest(collection).timestamp,
      host: new URL(origin).host,
    }))
    return { metadata: {}, timestamp: Math.max(...changes.map((one) => one.last_modified)), changes }
  }

  /** What a server in order answers; undefined for what is not here. */
  async function answer(path: string): Promise<readonly [Route, Uint8Array] | undefined> {
    const { pathname, searchParams } = new URL(path, origin)
    const [, collection] = COLLECTION_PATH.exec(pathname) ?? []
    const since = searchParams.get('_since')?.replaceAll('"', '')
    if (pathname === '/v1/') return ['capabilities', json(capabilities(origin))]
    if (pathname === `/chains/${SIGNER_NAME}.chain`) return ['chain', Buffer.from(signer.chain)]
    if (pathname === MONITOR_PATH) return ['changeset', json(monitor())]
    if (collection === 'onecrl' || collection === 'cert-revocations') {
      return ['changeset', json(await changeset(collection, since === undefined ? undefined : Number(since)))]
    }
    const file = attachments.get(pathname.replace('/attachments/', ''))
    return file && ['attachment', file]
  }

  const server: RemoteSettingsServer = {
    behaviour,
    requests,
    access: {
      server: `${origin}/v1`,
      bucket: BUCKET,
      attachmentsOrigin: origin,
      chainOrigin: origin,
      trust: { rootFingerprint: signer.rootFingerprint, signerName: SIGNER_NAME },
      channel: 'default',
    },
    async handler({ request, response, path }) {
      requests.push(path)
      request.resume()
      const [route, body] = (await answer(path)) ?? []
      if (route === undefined || body === undefined) {
        response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"code":404}')
        return
      }
      const misdeliver = misdeliveryOf(behaviour.current, route)
      if (misdeliver) {
        await misdeliver(response, body)
        return
      }
      if (behaviour.current === 'backoff') response.setHeader('Backoff', '100000')
      response.writeHead(200, { 'Content-Type': TYPES[route], 'Cache-Control': 'no-store' }).end(body)
    },
    publish: (collection, records) => histories[collection].publish(records),
    publishFilters(filters, options) {
      const records = filterRecords(filters, options)
      filters.forEach(({ bytes }, i) => attachments.set(locationOf(records[i]), bytes))
      return histories['cert-revocations'].publish(records)
    },
    addAttachment(location, bytes) {
      attachments.set(location, bytes)
    },
  }
  return server
}

const BUCKET = 'security-state'
const MONITOR_PATH = '/v1/buckets/monitor/collections/changes/changeset'
const COLLECTION_PATH = /^\/v1\/buckets\/security-state\/collections\/([a-z-]+)\/changeset$/
const EMPTY: Version = { timestamp: 0, records: [] }

const TYPES: Readonly<Record<Route, string>> = {
  changeset: 'application/json',
  capabilities: 'application/json',
  chain: 'application/x-pem-file',
  attachment: 'application/x-protobuf',
}

function capabilities(origin: string) {
  return { project_name: 'laboratory', capabilities: { attachments: { base_url: `${origin}/attachments/` } } }
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}

function locationOf(record: PublishedRecord | undefined): string {
  const attachment = record?.['attachment']
  const isThere = typeof attachment === 'object' && attachment !== null && 'location' in attachment
  return isThere && typeof attachment.location === 'string' ? attachment.location : ''
}

/** The same records a moment later, with attachments that begin with 9. */
function ofUnknownVersion({ timestamp, records }: Version, attachments: Map<string, Uint8Array>): Version {
  const changed = records.map((record) => {
    const bytes = Uint8Array.from(attachments.get(locationOf(record)) ?? [])
    if (bytes.length === 0) return record
    bytes[0] = 9
    const location = `${locationOf(record)}.9`
    attachments.set(location, bytes)
    const attachment = { hash: hashOf(bytes), size: bytes.length, filename: location, location }
    return Object.assign({}, record, { attachment })
  })
  return { timestamp: timestamp + 1, records: changed }
}
