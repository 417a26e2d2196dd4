import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/pki/remote-settings/canonical-json.ts'
import { fieldsOf, parseChangeset } from '../../../src/pki/remote-settings/changeset.ts'
import { applyChanges, collectionText } from '../../../src/pki/remote-settings/collection.ts'

describe('canonical JSON', () => {
  it('has its keys in order, at every level, and no blanks', () => {
    const value = { b: [1, { z: null, a: true }], a: 'x', B: {}, '10': 1, '9': 2, ä: 0 }
    expect(canonicalJson(value)).toBe(
      String.raw`{"10":1,"9":2,"B":{},"a":"x","b":[1,{"a":true,"z":null}],"\u00e4":0}`,
    )
  })

  it('orders keys by UTF-16 units, not by code points', () => {
    expect(canonicalJson({ '\u{ff5e}': 1, '\u{1f600}': 2 })).toBe(String.raw`{"\ud83d\ude00":2,"\uff5e":1}`)
  })

  it('escapes what is not printable ASCII, each unit for itself, and no more', () => {
    expect(canonicalJson('"\\\b\f\n\r\t')).toBe(String.raw`"\"\\\b\f\n\r\t"`)
    expect(canonicalJson('\0\u001f ~\u007fé€\u{1f600}')).toBe(
      String.raw`"\u0000\u001f ~\u007f\u00e9\u20ac\ud83d\ude00"`,
    )
    expect(canonicalJson("/'")).toBe(`"/'"`)
    expect(canonicalJson('\ud800')).toBe(String.raw`"\ud800"`)
  })

  it('writes numbers as JSON.stringify does', () => {
    expect(canonicalJson([0, -0, 1.5, 1e21, 1e-7, 1793208925525])).toBe('[0,0,1.5,1e+21,1e-7,1793208925525]')
  })

  it('leaves out what is undefined, and keeps a key that looks like a prototype', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}')
  })

  it('says the same as it was told, whatever that is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(text).toMatch(/^[ -~]*$/)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('refuses what is nested too deeply', () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(() => canonicalJson(JSON.parse(nested))).toThrow('nested too deeply')
  })

  it('refuses what is too long to sign', () => {
    const long = 'x'.repeat(1 << 20)
    expect(() => canonicalJson(Array.from({ length: 100 }, () => long))).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    )
  })

  it('refuses what is no JSON', () => {
    for (const value of [undefined, Number.NaN, 1n, Symbol('no'), () => 1]) {
      expect(() => canonicalJson([value])).toThrow(expect.objectContaining({ code: 'malformed' }))
    }
  })
})

const dump = new URL('../../../../shared/data/onecrl.json', import.meta.url)

describe.skipIf(!existsSync(dump))(
  'the OneCRL that came with Firefox 153 (skipped where it is not at hand)',
  () => {
    it('gives the text that Firefox itself verifies', () => {
      const { data, timestamp } = fieldsOf(JSON.parse(readFileSync(dump, 'utf8')))
      const { changes, ...rest } = parseChangeset({ timestamp, changes: data, metadata: {} })
      const text = collectionText({ ...rest, records: applyChanges([], changes) })
      expect(text.length).toBe(828_521)
      expect(createHash('sha256').update(text).digest('hex')).toBe(
        'b5c2df16f35a8c42cc5e9dc6aec712f31dfe804928e1bf2ab8669042932cb7c8',
      )
    })
  },
)
