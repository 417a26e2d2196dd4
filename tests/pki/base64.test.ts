import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64 } from '../../src/pki/base64.ts'
import { PkiError } from '../../src/pki/pki-error.ts'

describe('base64', () => {
  it('gives back any bytes', () => {
    const property = fc.property(fc.uint8Array(), (bytes) => {
      const decoded = fromBase64(Buffer.from(bytes).toString('base64'))
      return Buffer.compare(decoded, bytes) === 0
    })
    expect(fc.check(property, { numRuns: 1000 })).toMatchObject({ failed: false })
  })

  it.each([
    'A',
    'AB',
    'ABC',
    'AB==',
    'ABB=',
    '====',
    'A===',
    '=AAA',
    'AA==AA==',
    'AA-_',
    'AAA\n',
    ' AAA',
    'ÄÄÄÄ',
  ])('is nothing but that: %j', (text) => {
    expect(() => fromBase64(text)).toThrow(PkiError)
  })
})
