import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChangeset } from '../../../src/pki/remote-settings/changeset.ts'
import { applyChanges, collectionText } from '../../../src/pki/remote-settings/collection.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'

const x5u = 'https://chains.example/1'

describe('a changeset', () => {
  it('is read with its records as they are', () => {
    const record = { id: 'a', last_modified: 7, strange: { field: [1] } }
    const metadata = { signature: { x5u, signature: 'abc' } }
    expect(parseChangeset({ timestamp: 9, changes: [record], metadata })).toEqual({
      timestamp: 9,
      changes: [record],
      signatures: [{ x5u, signature: 'abc' }],
    })
  })

  it('may have several signatures, of which those of another mode are passed over', () => {
    const signatures = [
      { x5u, signature: '1', mode: 'mldsa' },
      { x5u, signature: '2', mode: 'p384ecdsa' },
      { x5u, signature: '3' },
    ]
    const metadata = { signatures, signature: { x5u, signature: '4' } }
    const parsed = parseChangeset({ timestamp: 9, changes: [], metadata })
    expect(parsed.signatures.map(({ signature }) => signature)).toEqual(['2', '3', '4'])
  })

  it('does not make anybody verify a thousand signatures', () => {
    const signatures = Array.from({ length: 1000 }, () => ({ x5u, signature: '1' }))
    const { length } = parseChangeset({ timestamp: 9, changes: [], metadata: { signatures } }).signatures
    expect(length).toBe(4)
  })

  it('is refused without a timestamp, a list of changes, or the ids of its records', () => {
    const sound = { timestamp: 9, changes: [], metadata: {} }
    for (const defect of [
      { timestamp: '9' },
      { timestamp: -1 },
      { timestamp: 1.5 },
      { changes: {} },
      { changes: [null] },
      { changes: [{ last_modified: 1 }] },
      { changes: [{ id: 1 }] },
    ]) {
      expect(() => parseChangeset({ ...sound, ...defect })).toThrow(PkiError)
    }
  })

  it('is a value or a PkiError, whatever was sent', () => {
    expect(() => fc.assert(fc.property(fc.jsonValue(), isReadOrRefused))).not.toThrow()
  })
})

function isReadOrRefused(value: unknown): boolean {
  try {
    return parseChangeset(value).changes.length >= 0
  } catch (error) {
    return error instanceof PkiError
  }
}

describe('the records after a change', () => {
  it('are in the order of their ids, replaced and deleted as it says', () => {
    const records = [{ id: 'b' }, { id: 'a', v: 1 }, { id: 'c' }]
    const changes = [{ id: 'c', deleted: true }, { id: 'a', v: 2 }, { id: 'B' }]
    expect(applyChanges(records, changes)).toEqual([{ id: 'B' }, { id: 'a', v: 2 }, { id: 'b' }])
  })

  it('do not know a deletion of what was never there', () => {
    expect(applyChanges([], [{ id: 'x', deleted: true }])).toEqual([])
  })

  it('are signed together with the time of their last change', () => {
    expect(collectionText({ records: [{ id: 'a', b: 1 }], timestamp: 12 })).toBe(
      '{"data":[{"b":1,"id":"a"}],"last_modified":"12"}',
    )
  })
})
