import { describe, expect, it } from 'vitest'
import { conditionalHeaders, readCaching } from '../../src/browser/retrieval/caching.ts'

const caching = (headers: Record<string, string>) => readCaching(new Headers(headers), 1_000)

describe('what a server says about asking it again', () => {
  it('is its validators, and how long it wants to rest', () => {
    expect(
      caching({
        etag: '"a"',
        'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT',
        'cache-control': 'public, max-age=60, must-revalidate',
      }),
    ).toEqual({
      validators: { etag: '"a"', lastModified: 'Sun, 22 Nov 2026 10:00:00 GMT' },
      restsUntil: 61_000,
    })
    expect(caching({})).toEqual({})
  })

  it.each(['no-cache', 'no-store, max-age=5', 's-maxage=5', 'max-age=-1', 'max-age=99999999999'])(
    'is no rest where it says %s',
    (value) => {
      expect(caching({ 'cache-control': value })).toEqual({})
    },
  )

  it('is not kept where it is of a length that nobody needs', () => {
    expect(caching({ etag: `"${'x'.repeat(300)}"` })).toEqual({})
  })

  it('makes the next request conditional', () => {
    expect(conditionalHeaders({ etag: '"a"' })).toEqual({ 'If-None-Match': '"a"' })
    expect(conditionalHeaders({ lastModified: 'then' })).toEqual({ 'If-Modified-Since': 'then' })
  })
})
