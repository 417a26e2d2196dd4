import type { Validators } from '../documents/document-store.ts'

/** What a server says about asking it again. */
export interface Caching {
  readonly validators?: Validators
  /** It wants not to be asked again before; milliseconds since the epoch. */
  readonly restsUntil?: number
}

/** Nobody needs longer ones, and they are kept and sent back. */
const MAX_LENGTH = 256

/** RFC 9110 §8.8 (ETag, Last-Modified), RFC 9111 §5.2.2 (Cache-Control). */
export function readCaching(headers: Headers, now: number): Caching {
  const etag = shortHeader(headers, 'etag')
  const lastModified = shortHeader(headers, 'last-modified')
  const maxAge = maxAgeIn(headers.get('cache-control') ?? '')
  return {
    ...((etag ?? lastModified) !== undefined && {
      validators: {
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { lastModified }),
      },
    }),
    ...(maxAge !== undefined && { restsUntil: now + maxAge * 1000 }),
  }
}

/** The headers of a request that is answered only by something else than what is known. */
export function conditionalHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== undefined && { 'If-None-Match': etag }),
    ...(lastModified !== undefined && { 'If-Modified-Since': lastModified }),
  }
}

function shortHeader(headers: Headers, name: string): string | undefined {
  const value = headers.get(name) ?? undefined
  return value !== undefined && value.length > 0 && value.length <= MAX_LENGTH ? value : undefined
}

/** Seconds. */
function maxAgeIn(cacheControl: string): number | undefined {
  if (/\bno-(?:cache|store)\b/i.test(cacheControl)) return undefined
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})"?(?:$|[\s,])/i.exec(cacheControl)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}
