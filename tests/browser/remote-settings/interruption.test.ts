import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RemoteError } from '../../../src/browser/remote-settings/cause.ts'
import { createIndexedRemoteStore } from '../../../src/browser/remote-settings/indexed-store.ts'
import type { OfflineData } from '../../../src/browser/remote-settings/offline-data.ts'
import type { RemoteStore } from '../../../src/browser/remote-settings/remote-store.ts'
import { hashOf } from '../../lab/remote-settings/filter-records.ts'
import { createHarness, DAY, filters, type Harness, NOW, oneCrlRecords } from './harness.ts'

/** What becomes of the last step: it is not begun, its end is not heard of any more, or it fails and life goes on. */
type End = 'before' | 'after' | 'failing'

/** So many steps, then the end. */
class Life {
  #steps = 0
  #die: () => void = () => undefined
  readonly death = new Promise<'dead'>((resolve) => {
    this.#die = () => resolve('dead')
  })

  constructor(
    readonly last: number,
    readonly end: End,
  ) {}

  get wasLongEnough(): boolean {
    return this.#steps < this.last
  }

  async step<T>(run: () => Promise<T>): Promise<T> {
    this.#steps++
    if (this.#steps < this.last) return run()
    if (this.end === 'failing') {
      if (this.#steps > this.last) return run()
      throw new RemoteError('storage-failed', 'a step that fails')
    }
    if (this.end === 'after' && this.#steps === this.last) await run()
    this.#die()
    return new Promise(() => undefined)
  }
}

function mortalStore(life: Life): RemoteStore {
  return new Proxy(createIndexedRemoteStore(), {
    get(store, key) {
      const method: unknown = Reflect.get(store, key)
      return (...parameters: unknown[]) =>
        life.step(async () => {
          const result: unknown =
            typeof method === 'function' ? await Reflect.apply(method, store, parameters) : undefined
          return result
        })
    },
  })
}

let harness: Harness

beforeAll(async () => {
  harness = await createHarness()
  harness.server.publish('onecrl', oneCrlRecords('AQ=='))
  harness.server.publishFilters(filters(1))
})
afterAll(() => harness.server.close())

const before = { onecrl: oneCrlRecords('AQ=='), filters: filters(1) }
const after = { onecrl: oneCrlRecords('AQ==', 'Ag=='), filters: filters(3, { seed: 1 }) }

function isInForce({ onecrl, crlite }: OfflineData, state: typeof before) {
  const serials = onecrl?.records.map((record) => record['serialNumber'])
  const hashes = crlite?.filters.map(({ bytes }) => hashOf(bytes))
  return {
    onecrl: String(serials) === String(state.onecrl.map(({ serialNumber }) => serialNumber)),
    filters: String(hashes) === String(state.filters.map(({ bytes }) => hashOf(bytes))),
  }
}

function publish(state: typeof before): void {
  harness.server.publish('onecrl', state.onecrl)
  harness.server.publishFilters(state.filters)
}

/** A database in which the state before is in force, while the server has the one after. */
async function setUp(): Promise<void> {
  Object.assign(globalThis, { indexedDB: new IDBFactory() })
  harness.clock.set(NOW)
  publish(before)
  await harness.client().update('scheduled')
  publish(after)
  harness.clock.set(NOW + DAY)
  harness.server.requests.length = 0
}

function attachmentsAskedFor(): readonly string[] {
  return harness.server.requests.filter((path) => path.startsWith('/attachments/'))
}

/** Runs an update that ends after so many steps, and what a browser does that is started thereafter. */
async function interrupt(last: number, end: End): Promise<Life> {
  await setUp()
  const life = new Life(last, end)
  const mortal = harness.client({
    store: mortalStore(life),
    fetch: (...request) => life.step(() => fetch(...request)),
  })
  await Promise.race([mortal.update('scheduled'), life.death])
  const stored = await createIndexedRemoteStore().attachmentHashes()

  const heir = harness.client()
  const found = await heir.current()
  const [wasBefore, wasAfter] = [isInForce(found, before), isInForce(found, after)]
  expect({ last, whole: wasBefore.onecrl || wasAfter.onecrl }).toEqual({ last, whole: true })
  expect({ last, whole: wasBefore.filters || wasAfter.filters }).toEqual({ last, whole: true })

  harness.server.requests.length = 0
  await heir.update('requested')
  expect({ last, ...isInForce(await heir.current(), after) }).toEqual({ last, onecrl: true, filters: true })
  const missing = after.filters.filter(({ bytes }) => !stored.has(hashOf(bytes)))
  expect({ last, fetched: attachmentsAskedFor().length }).toEqual({ last, fetched: missing.length })
  const { collections } = await heir.status()
  expect(collections['cert-revocations']).toMatchObject({ failure: undefined, pending: undefined })
  return life
}

describe('an update', () => {
  it.each<End>(['before', 'after', 'failing'])(
    'may come to its end at every step (%s it): all that was fetched is kept, and the rest comes later',
    async (end) => {
      let last = 1
      while (!(await interrupt(last, end)).wasLongEnough) last++
      // Else the steps were not counted.
      expect(last).toBeGreaterThan(20)
    },
    60_000,
  )

  it('that has been interrupted leaves word of how much is still to come', async () => {
    await setUp()
    harness.server.behaviour.set('cut-mid-download')
    const client = harness.client()
    await client.update('scheduled')
    harness.server.behaviour.reset()
    const size = after.filters.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const { pending } = (await harness.client().status()).collections['cert-revocations']
    expect(pending).toMatchObject({ bytes: size })
    expect(pending?.missing).toBeGreaterThan(0)
  })

  it('does not ask for records again that it has verified', async () => {
    await setUp()
    harness.server.behaviour.set('cut-mid-download')
    await harness.client().update('scheduled')
    harness.server.behaviour.reset()
    harness.server.requests.length = 0
    await harness.client().update('requested')
    expect(harness.server.requests.filter((path) => path.includes('/security-state/'))).toEqual([])
  })

  it('goes on with what is wanted now, when that has changed since', async () => {
    await setUp()
    harness.server.behaviour.set('cut-mid-download')
    await harness.client().update('scheduled')
    harness.server.behaviour.reset()
    harness.server.publishFilters(filters(2, { seed: 2 }))
    const client = harness.client()
    await client.update('requested')
    const stored = await createIndexedRemoteStore().attachmentHashes()
    expect(stored).toEqual(new Set(filters(2, { seed: 2 }).map(({ bytes }) => hashOf(bytes))))
  })
})
