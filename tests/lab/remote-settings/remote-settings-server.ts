import type { ServerResponse } from 'node:http'

import type { HostHandler } from '../servers/plain-http.ts'
import { switchable, type Switchable } from '../servers/switchable.ts'
import { type Answer, answerTo, BUCKET, type LabCollection } from './answer.ts'
import { collectionHistory, type PublishedRecord, type Version } from './collection-history.ts'
import {
  filterRecords,
  type FilterRecordOptions,
  locationOf,
  type PublishedFilter,
} from './filter-records.ts'
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
}

/** A Remote Settings server (Kinto) under one origin: `/v1` with its changesets, `/attachments` and `/chains`. */
export function remoteSettingsServer(origin: string, signer: ContentSigner): RemoteSettingsServer {
  const behaviour = switchable<RemoteBehaviour>('in-order')
  const requests: string[] = []
  const attachments = new Map<string, Uint8Array>()
  const start = Date.UTC(2026, 0)
  const histories = { onecrl: collectionHistory(start), 'cert-revocations': collectionHistory(start) }

  return {
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
      const contents = { origin, signer, histories, attachments, behaviour: behaviour.current }
      await deliver(response, await answerTo(path, contents), behaviour.current)
    },
    publish: (collection, records) => histories[collection].publish(records),
    publishFilters(filters, options) {
      const records = filterRecords(filters, options)
      filters.forEach(({ bytes }, i) => attachments.set(locationOf(records[i]), bytes))
      return histories['cert-revocations'].publish(records)
    },
  }
}

async function deliver(
  response: ServerResponse,
  answer: Answer | undefined,
  behaviour: string,
): Promise<void> {
  if (answer === undefined) {
    response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"code":404}')
    return
  }
  const { route, body } = answer
  const misdeliver = misdeliveryOf(behaviour, route)
  if (misdeliver) {
    await misdeliver(response, body)
    return
  }
  if (behaviour === 'backoff') response.setHeader('Backoff', '100000')
  response.writeHead(200, { 'Content-Type': TYPES[route], 'Cache-Control': 'no-store' }).end(body)
}

const TYPES: Readonly<Record<Route, string>> = {
  changeset: 'application/json',
  capabilities: 'application/json',
  chain: 'application/x-pem-file',
  attachment: 'application/x-protobuf',
}
