import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A list as it lies on a CA's server: signed once, and sent to everybody until the next takes its place. */
export interface PublishedCrl {
  readonly der: Uint8Array
  readonly etag: string
  readonly lastModified: Date
}

export function published(der: Uint8Array, at: number): PublishedCrl {
  const digest = createHash('sha256').update(der).digest('hex').slice(0, 16)
  return { der, etag: `"${digest}"`, lastModified: new Date(Math.floor(at / 1000) * 1000) }
}

/** Caches may keep it for so long, as with most CAs; seconds. */
const MAX_AGE = 3_600

/** Answers 304 to those who have it already (RFC 9110 §13.2.2). */
export function serveCrl(crl: PublishedCrl, request: IncomingMessage, response: ServerResponse): void {
  const headers = {
    ETag: crl.etag,
    'Last-Modified': crl.lastModified.toUTCString(),
    'Cache-Control': `public, max-age=${MAX_AGE}`,
  }
  if (isKnown(crl, request)) response.writeHead(304, headers).end()
  else response.writeHead(200, { 'Content-Type': 'application/pkix-crl', ...headers }).end(crl.der)
}

function isKnown({ etag, lastModified }: PublishedCrl, { headers }: IncomingMessage): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags.split(/\s*,\s*/).some((tag) => tag === etag || tag === '*')
  return lastModified.getTime() <= Date.parse(headers['if-modified-since'] ?? '')
}
