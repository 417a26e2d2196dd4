import { beforeEach, describe, expect, it } from 'vitest'
import type { StoredDocument } from '../../src/browser/documents/document-store.ts'
import { createLargeDocuments } from '../../src/browser/documents/large-documents.ts'
import { rememberLarge } from '../../src/browser/documents/remembered-documents.ts'
import { MemoryDocuments } from '../fakes/memory-documents.ts'

const LARGE = 100_000

/** The `n`th that was fetched under its name. */
function document(n: number): StoredDocument {
  const bytes = new Uint8Array(LARGE).fill(n)
  const subject = { certificate: bytes, issuer: bytes, role: 'leaf', isBuiltInRoot: true } as const
  return {
    key: 'a',
    source: 'crl',
    url: 'a',
    bytes,
    subject,
    fetchedAt: n,
    thisUpdate: n,
    until: 100,
    usedAt: n,
  }
}

/** To compare a hundred thousand bytes one by one takes its time. */
const inShort = (one: StoredDocument | undefined) =>
  one && { ...one, bytes: one.bytes[0], subject: undefined }

let disk: MemoryDocuments

beforeEach(() => {
  disk = new MemoryDocuments()
})

describe('large documents that stay in memory', () => {
  it('are not those that were replaced while they came from the disk', async () => {
    const store = rememberLarge(disk, createLargeDocuments())
    disk.documents.set('a', document(1))
    const loading = store.load('a')
    await store.save(document(2))
    await loading
    expect((await store.load('a'))?.thisUpdate).toBe(2)
  })

  it('do not give way to an older one', async () => {
    const store = rememberLarge(disk, createLargeDocuments())
    expect(await store.save(document(2))).toBe(true)
    expect(await store.save(document(1))).toBe(false)
    expect((await store.load('a'))?.thisUpdate).toBe(2)
  })

  it('do not get the facts of the document whose place they took', async () => {
    const store = rememberLarge(disk, createLargeDocuments())
    await store.save(document(1))
    await store.save(document(2))
    const { bytes: _, subject: __, ...facts } = document(1)
    await store.note({ ...facts, usedAt: 50 })
    expect(inShort(await store.load('a'))).toEqual(inShort(document(2)))
    expect(inShort(disk.documents.get('a'))).toEqual(inShort(document(2)))
  })
})
