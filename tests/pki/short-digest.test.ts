import { assert, asyncProperty, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortDigest } from '../../src/pki/short-digest.ts'

describe('the digest of a short message', () => {
  it("is WebCrypto's", async () => {
    await assert(
      asyncProperty(uint8Array({ maxLength: 300 }), async (values) => {
        const bytes = Uint8Array.from(values)
        const theirs = await crypto.subtle.digest('SHA-256', bytes)
        expect(new Uint8Array(await shortDigest.digest('SHA-256', bytes))).toEqual(new Uint8Array(theirs))
      }),
    )
  })

  it('is SHA-256 and no other', async () => {
    await expect(shortDigest.digest('SHA-1', new Uint8Array())).rejects.toThrow(TypeError)
  })
})
