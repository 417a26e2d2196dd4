import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PRODUCTION } from '../../../src/browser/remote-settings/config.ts'
import type { Activity, RemoteStatus } from '../../../src/browser/remote-settings/remote-state.ts'
import type { RemoteSettings } from '../../../src/browser/remote-settings/remote-settings.ts'
import { parsePemCertificates } from '../../../src/pki/remote-settings/pem.ts'
import { CHAIN_PATH } from '../../lab/remote-settings/answer.ts'
import { hashOf } from '../../lab/remote-settings/filter-records.ts'
import { createHarness, DAY, filters, type Harness, NOW, oneCrlRecords } from './harness.ts'

// Each has a server of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let harness: Harness

beforeEach(async () => {
  harness = await createHarness()
  harness.server.publish('onecrl', oneCrlRecords('AQ==', 'Ag=='))
  harness.server.publishFilters(filters(2))
})
afterEach(() => harness.server.close())

async function serialsIn(client: RemoteSettings): Promise<unknown[]> {
  const { onecrl } = await client.current()
  return (onecrl?.records ?? []).map((record) => record['serialNumber'])
}

async function hashesIn(client: RemoteSettings): Promise<readonly string[]> {
  const { crlite } = await client.current()
  return (crlite?.filters ?? []).map(({ bytes }) => hashOf(bytes))
}

const hashesOf = (published: ReturnType<typeof filters>) => published.map(({ bytes }) => hashOf(bytes))

describe('the first update', () => {
  it('brings everything into force', async () => {
    const client = harness.client()
    expect(await client.current()).toEqual({ onecrl: undefined, crlite: undefined })
    expect(await client.update('scheduled')).toEqual({
      onecrl: { kind: 'updated' },
      'cert-revocations': { kind: 'updated' },
    })
    expect(await serialsIn(client)).toEqual(['AQ==', 'Ag=='])
    expect(await hashesIn(client)).toEqual(hashesOf(filters(2)))
    const { crlite } = await client.current()
    expect(crlite?.filters.map(({ isFull }) => isFull)).toEqual([true, false, false])
    expect(crlite?.filters.map(({ effectiveTimestamp }) => effectiveTimestamp)).toEqual(
      filters(2).map(({ effectiveTimestamp }) => effectiveTimestamp),
    )
    expect(crlite).toMatchObject({ checkedAt: NOW })
  })

  it('is told as it proceeds, in bytes of how many', async () => {
    const client = harness.client()
    const told: Activity[] = []
    client.onChange(({ activity }) => told.push(activity))
    await client.update('scheduled')
    const phases = told.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])
    expect(phases).toEqual([
      'idle',
      'asking',
      'comparing',
      'asking',
      'comparing',
      'downloading',
      'taking-effect',
      'idle',
    ])
    const loads = told.filter((activity) => activity.phase === 'downloading')
    expect(loads[0]).toMatchObject({ done: 0, of: 3003 })
    expect(loads.at(-1)).toMatchObject({ done: 3003, of: 3003 })
    expect(loads.map(({ done }) => done)).toEqual(loads.map(({ done }) => done).toSorted((a, b) => a - b))
  })

  it('ends in a status that can be sent to a page', async () => {
    const client = harness.client()
    let last: RemoteStatus | undefined
    const forget = client.onChange((status) => {
      last = status
    })
    await client.update('scheduled')
    const status = await client.status()
    expect(last).toEqual(status)
    expect(structuredClone(status)).toEqual(status)
    expect(status).toMatchObject({
      activity: { phase: 'idle' },
      collections: {
        onecrl: { lastAttempt: NOW, lastSuccess: NOW, failure: undefined, inForce: { records: 2 } },
        'cert-revocations': {
          lastSuccess: NOW,
          pending: undefined,
          inForce: { files: 3, bytes: 3003, effectiveTimestamp: NOW - 29 * DAY },
        },
      },
    })
    expect(await harness.client().status()).toEqual(status)
    forget()
    await client.clear()
    expect(last).toEqual(status)
  })

  it('does not stop for a listener that throws', async () => {
    const client = harness.client()
    client.onChange(() => {
      throw new Error('the page has gone')
    })
    expect(await client.update('scheduled')).toMatchObject({ onecrl: { kind: 'updated' } })
  })
})

describe('a later update', () => {
  it('is not due for half a day, unless somebody asks for it', async () => {
    const client = harness.client()
    await client.update('scheduled')
    harness.server.requests.length = 0
    await harness.clock.advance(DAY / 2 - 1)
    const notDue = { kind: 'not-due', at: NOW + DAY / 2 }
    expect(await client.update('scheduled')).toEqual({ onecrl: notDue, 'cert-revocations': notDue })
    expect(harness.server.requests).toEqual([])
    const unchanged = { kind: 'unchanged' }
    expect(await client.update('requested')).toEqual({ onecrl: unchanged, 'cert-revocations': unchanged })
  })

  it('asks one question where nothing has changed', async () => {
    await harness.client().update('scheduled')
    harness.server.requests.length = 0
    await harness.clock.advance(DAY)
    const client = harness.client()
    await client.update('scheduled')
    expect(harness.server.requests).toEqual(['/v1/buckets/monitor/collections/changes/changeset?_expected=0'])
    expect((await client.status()).collections.onecrl).toMatchObject({ lastSuccess: NOW + DAY })
    expect((await client.current()).crlite).toMatchObject({ checkedAt: NOW + DAY })
  })

  it('fetches what has changed, and no more', async () => {
    const client = harness.client()
    await client.update('scheduled')
    const before = await client.current()
    harness.server.publish('onecrl', oneCrlRecords('Aw==', 'Ag=='))
    harness.server.publishFilters(filters(4))
    harness.server.requests.length = 0
    await harness.clock.advance(DAY)
    expect(await client.update('scheduled')).toMatchObject({ onecrl: { kind: 'updated' } })
    expect(await serialsIn(client)).toEqual(['Ag==', 'Aw=='])
    expect(await hashesIn(client)).toEqual(hashesOf(filters(4)))
    expect(before.crlite?.filters.length).toBe(3)
    const paths = harness.server.requests.map((path) => new URL(path, 'http://a').pathname.split('/')[1])
    expect(paths.filter((top) => top === 'attachments').length).toBe(2)
    expect(paths.filter((top) => top === 'chains').length).toBe(1)
    expect(harness.server.requests[1]).toMatch(/changeset\?_expected=\d+&_since=%22\d+%22$/)
  })

  it('is not believed once a list that was says that a signer is revoked, and not before', async () => {
    const client = harness.client()
    const { chainOrigin } = harness.server.access
    const chain = await (await fetch(chainOrigin + CHAIN_PATH)).text()
    const [, intermediate] = parsePemCertificates(chain)
    const revoked = {
      id: 'revoked-signer',
      issuerName: Buffer.from(intermediate?.issuer ?? []).toString('base64'),
      serialNumber: Buffer.from(intermediate?.serial ?? []).toString('base64'),
      enabled: true,
    }
    harness.server.publish('onecrl', [revoked])
    expect(await client.update('scheduled')).toMatchObject({ onecrl: { kind: 'updated' } })
    harness.server.publish('onecrl', [])
    await harness.clock.advance(DAY)
    const { onecrl } = await client.update('scheduled')
    expect(onecrl).toMatchObject({ kind: 'failed', cause: 'untrusted-chain' })
    expect(onecrl).toHaveProperty('detail', 'revoked Lab Content Signing Intermediate, Hardfail laboratory')
  })

  it('lets go of all the old filters when there is a new full one', async () => {
    const client = harness.client()
    await client.update('scheduled')
    const renewed = filters(0, { seed: 1 })
    harness.server.publishFilters(renewed)
    await harness.clock.advance(DAY)
    await client.update('scheduled')
    expect(await hashesIn(client)).toEqual(hashesOf(renewed))
    expect((await client.status()).collections['cert-revocations'].inForce).toMatchObject({
      files: 1,
      bytes: 1000,
    })
  })

  it('copes with a collection that has become empty', async () => {
    const client = harness.client()
    await client.update('scheduled')
    harness.server.publish('onecrl', [])
    await harness.clock.advance(DAY)
    await client.update('scheduled')
    expect(await serialsIn(client)).toEqual([])
    expect((await client.current()).onecrl).toBeDefined()
  })

  it('starts anew where its own records have gone bad', async () => {
    const client = harness.client()
    await client.update('scheduled')
    const request = indexedDB.open('hardfail-remote-settings')
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.addEventListener('success', () => resolve(request.result))
    })
    const { onecrl } = await client.current()
    const spoiled = { timestamp: onecrl?.timestamp, records: oneCrlRecords('/w==') }
    database.transaction('collections', 'readwrite').objectStore('collections').put(spoiled, 'onecrl')
    harness.server.publish('onecrl', oneCrlRecords('Aw=='))
    await harness.clock.advance(DAY)
    expect(await client.update('scheduled')).toMatchObject({ onecrl: { kind: 'updated' } })
    expect(await serialsIn(client)).toEqual(['Aw=='])
  })
})

describe('updates', () => {
  it('are one at a time: those who come meanwhile get the same outcome', async () => {
    const client = harness.client()
    const [first, second] = [client.update('scheduled'), client.update('requested')]
    expect(await second).toBe(await first)
    expect(harness.server.requests.filter((path) => path.includes('/monitor/')).length).toBe(1)
  })

  it('take in deltas that are published while they run the next time', async () => {
    const client = harness.client({
      fetch: (...request) => {
        harness.server.publishFilters(filters(3))
        return fetch(...request)
      },
    })
    await client.update('scheduled')
    expect((await hashesIn(client)).length).toBeGreaterThan(2)
    await client.update('requested')
    expect(await hashesIn(client)).toEqual(hashesOf(filters(3)))
  })

  it('can be ended, and everything let go of', async () => {
    const client = harness.client()
    await client.update('scheduled')
    await client.clear()
    expect(await client.current()).toEqual({ onecrl: undefined, crlite: undefined })
    expect(await harness.client().current()).toEqual({ onecrl: undefined, crlite: undefined })
    expect((await client.status()).collections.onecrl.lastSuccess).toBeUndefined()
    expect(await client.update('scheduled')).toMatchObject({ 'cert-revocations': { kind: 'updated' } })
  })

  it('end at once when everything is let go of, and may begin again', async () => {
    harness.server.behaviour.set('silent')
    const client = harness.client()
    const hanging = client.update('scheduled')
    await client.clear()
    expect(await hanging).toMatchObject({ onecrl: { cause: 'cancelled' } })
    harness.server.behaviour.reset()
    expect(await client.update('scheduled')).toMatchObject({ onecrl: { kind: 'updated' } })
  })

  it('bring a full filter and ninety deltas', async () => {
    harness.server.publishFilters(filters(90))
    const client = harness.client()
    await client.update('scheduled')
    expect(await hashesIn(client)).toEqual(hashesOf(filters(90)))
  })
})

const root = new URL(
  '../../../../shared/data/crlite/content-signature/prod-root-c8a80e9a.pem',
  import.meta.url,
)

describe('in production', () => {
  it('everything comes over HTTPS, from Mozilla', () => {
    const { server, attachmentsOrigin, chainOrigin } = PRODUCTION
    for (const url of [server, attachmentsOrigin, chainOrigin]) {
      expect(new URL(url).protocol).toBe('https:')
      expect(new URL(url).hostname).toMatch(/\.mozilla\.(com|net)$/)
    }
    expect(PRODUCTION.trust.rootFingerprint).toMatch(/^[0-9a-f]{64}$/)
  })

  it.skipIf(!existsSync(root))('the root is that of Mozilla (skipped where that is not at hand)', () => {
    const { fingerprint256 } = new X509Certificate(readFileSync(root))
    expect(fingerprint256.replaceAll(':', '').toLowerCase()).toBe(PRODUCTION.trust.rootFingerprint)
  })
})
