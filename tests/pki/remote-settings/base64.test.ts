import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBase64 } from '../../../src/pki/remote-settings/base64.ts'

describe('base64', () => {
  it('gives the bytes that it was made of, in both alphabets, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { buffer, byteOffset, length } = bytes
        const source = Buffer.from(buffer, byteOffset, length)
        expect(parseBase64(source.toString('base64'), 'base64')).toEqual(Uint8Array.from(bytes))
        expect(parseBase64(source.toString('base64url'), 'base64url')).toEqual(Uint8Array.from(bytes))
      }),
    )
  })

  it('is refused with characters of the other alphabet, cut short, or with bits left over', () => {
    for (const text of ['ab-_', 'ab c', 'a', 'abcde', 'ab=c', 'AB', 'ABD', '====']) {
      expect(() => parseBase64(text, 'base64')).toThrow(expect.objectContaining({ code: 'malformed' }))
    }
    expect(() => parseBase64('ab+/', 'base64url')).toThrow('base64')
  })
})
