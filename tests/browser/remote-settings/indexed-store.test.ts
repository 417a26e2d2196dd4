import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createIndexedRemoteStore } from '../../../src/browser/remote-settings/indexed-store.ts'
import { NOTHING_YET } from '../../../src/browser/remote-settings/remote-state.ts'
import { nextUpdateAt } from '../../../src/browser/remote-settings/schedule.ts'
import { hashOf } from '../../lab/remote-settings/filter-records.ts'
import { createHarness, filters, type Harness, NOW, oneCrlRecords } from './harness.ts'

// Each has a server of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let harness: Harness

beforeEach(async () => {
  harness = await createHarness()
  harness.server.publish('onecrl', oneCrlRecords('AQ=='))
  harness.server.publishFilters(filters(2))
  await harness.client().update('scheduled')
  harness.server.requests.length = 0
})
afterEach(() => harness.server.close())

const database = () => openDB('hardfail-remote-settings')
const damaged = hashOf(filters(2)[1]?.bytes)

describe('what is on disk', () => {
  it.each([
    [
      'with a bit turned over',
      async () => {
        const bytes = Uint8Array.from(filters(2)[1]?.bytes ?? [])
        bytes[100] = (bytes[100] ?? 0) ^ 1
        await (await database()).put('attachments', bytes, damaged)
      },
    ],
    ['gone', async () => (await database()).delete('attachments', damaged)],
    [
      'no bytes',
      async () => {
        await (await database()).put('attachments', 'text', damaged)
      },
    ],
  ] as const)(
    'and is a filter %s makes the set count for nothing, until that one is fetched',
    async (_, damage) => {
      await damage()
      const client = harness.client()
      expect((await client.current()).crlite).toBeUndefined()
      const { collections } = await client.status()
      expect(nextUpdateAt(collections, NOW)).toBe(NOW)
      await client.update('scheduled')
      expect((await client.current()).crlite?.filters.length).toBe(3)
      expect(harness.server.requests.filter((path) => path.startsWith('/attachments/')).length).toBe(1)
    },
  )

  it.each([
    ['collections', 'onecrl', { timestamp: 'yesterday', records: [] }],
    ['collections', 'onecrl', { timestamp: 7, records: [{ name: 'no id' }] }],
    ['collections', 'cert-revocations', 'text'],
    ['filterSets', 'in-force', { timestamp: 7, files: [{ hash: 7 }] }],
    ['filterSets', 'in-force', null],
    ['states', 'onecrl', { lastSuccess: 'yesterday' }],
    ['states', 'cert-revocations', { failure: { cause: 7 } }],
    ['states', 'cert-revocations', { inForce: {} }],
  ])('and not in its form (%s of %s: %j) is dropped and fetched again', async (store, key, value) => {
    await (await database()).put(store, value, key)
    const client = harness.client()
    await client.current()
    await client.update('requested')
    const { onecrl, crlite } = await client.current()
    expect(onecrl?.records.length).toBe(1)
    expect(crlite?.filters.length).toBe(3)
    const { collections } = await client.status()
    expect(collections.onecrl.inForce?.records).toBe(1)
    expect(collections['cert-revocations'].inForce?.files).toBe(3)
  })
})

function refuseToOpen(): never {
  throw new DOMException('no', 'InvalidStateError')
}

describe('a database that cannot be opened', () => {
  beforeEach(() => {
    Object.assign(globalThis, { indexedDB: { open: refuseToOpen } })
  })

  it('is a cause that is told, with nothing in force and nothing asked for', async () => {
    const client = harness.client()
    expect(await client.update('scheduled')).toMatchObject({ onecrl: { cause: 'storage-failed' } })
    expect(await client.current()).toEqual({ onecrl: undefined, crlite: undefined })
    expect((await client.status()).collections.onecrl.failure).toMatchObject({
      cause: 'storage-failed',
      since: NOW,
    })
    expect(harness.server.requests).toEqual([])
    await client.clear()
  })

  it('may be opened later', async () => {
    const client = harness.client()
    await client.update('scheduled')
    Object.assign(globalThis, { indexedDB: new IDBFactory() })
    expect(await client.update('requested')).toMatchObject({ onecrl: { kind: 'updated' } })
  })
})

describe('a set of filters', () => {
  it('does not take effect where a file of it is missing', async () => {
    const store = createIndexedRemoteStore()
    const before = await store.loadFilterSet()
    const [first] = before?.files ?? []
    const files = first ? [{ ...first, hash: 'f'.repeat(64) }] : []
    await expect(store.takeEffect({ timestamp: 1, files }, NOTHING_YET)).rejects.toMatchObject({
      code: 'storage-failed',
    })
    expect(await store.loadFilterSet()).toEqual(before)
    expect((await store.attachmentHashes()).size).toBe(3)
  })
})
