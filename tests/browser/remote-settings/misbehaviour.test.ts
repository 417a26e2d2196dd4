import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RemoteSettings } from '../../../src/browser/remote-settings/remote-settings.ts'
import { EXPECTED_CAUSES } from '../../lab/remote-settings/expected-causes.ts'
import { createHarness, DAY, filters, type Harness, NOW, oneCrlRecords } from './harness.ts'

// Each has a server of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let harness: Harness
let client: RemoteSettings

beforeEach(async () => {
  harness = await createHarness()
  harness.server.publish('onecrl', oneCrlRecords('AQ=='))
  harness.server.publishFilters(filters(1))
  client = harness.client()
})
afterEach(() => harness.server.close())

async function publishMore(): Promise<void> {
  await harness.clock.advance(DAY)
  harness.server.publish('onecrl', oneCrlRecords('AQ==', 'Ag=='))
  harness.server.publishFilters(filters(2))
}

describe('a server that behaves like this', () => {
  it.each(EXPECTED_CAUSES)(
    '$behaviour: leaves in force what was, and why is told',
    async ({ behaviour, cause, befalls }) => {
      // Replayed is what had been published before the last.
      await client.update('scheduled')
      await publishMore()
      if (behaviour === 'replayed') {
        await client.update('scheduled')
        await harness.clock.advance(DAY)
      }
      const before = await client.current()
      const since = harness.clock.now()
      harness.server.behaviour.set(behaviour)
      const outcome = await harness.passTime(client.update('scheduled'))
      const { collections } = await client.status()
      for (const name of befalls) {
        expect(outcome[name]).toMatchObject({ kind: 'failed', cause })
        expect(collections[name].failure).toMatchObject({ cause, attempts: 1 })
        expect(collections[name].failure?.since).toBeGreaterThanOrEqual(since)
        expect(collections[name].inForce).toBeDefined()
      }
      const after = await client.current()
      expect(after.onecrl).toEqual(befalls.includes('onecrl') ? before.onecrl : after.onecrl)
      expect(after.crlite).toEqual(before.crlite)
      expect(await harness.client().current()).toEqual(after)
    },
  )

  it.each(EXPECTED_CAUSES)('$behaviour: is forgiven when it is in order again', async ({ behaviour }) => {
    await client.update('scheduled')
    await publishMore()
    harness.server.behaviour.set(behaviour)
    await harness.passTime(client.update('scheduled'))
    harness.server.behaviour.reset()
    // The unknown version was of a moment later.
    await publishMore()
    await client.update('scheduled')
    const { onecrl, 'cert-revocations': crlite } = (await client.status()).collections
    expect([onecrl.failure, crlite.failure]).toEqual([undefined, undefined])
    expect((await client.current()).crlite?.filters.length).toBe(3)
  })

  it.each(EXPECTED_CAUSES)(
    '$behaviour: brings nothing into force that there was not',
    async ({ behaviour, befalls }) => {
      if (behaviour === 'replayed') return
      harness.server.behaviour.set(behaviour)
      await harness.passTime(client.update('scheduled'))
      const { onecrl, crlite } = await client.current()
      expect(crlite).toBeUndefined()
      expect(onecrl === undefined).toBe(befalls.includes('onecrl'))
    },
  )
})

describe('failures', () => {
  it('are counted from the first, until a success', async () => {
    harness.server.behaviour.set('http-500')
    await client.update('scheduled')
    await harness.clock.advance(60_000)
    await client.update('scheduled')
    const { failure } = (await client.status()).collections.onecrl
    expect(failure).toMatchObject({ since: NOW, at: NOW + 60_000, attempts: 2 })
    expect(failure?.detail).toMatch(/^HTTP 500 from http/)
  })

  it('make the next attempt wait longer and longer, except for one that was asked for', async () => {
    harness.server.behaviour.set('http-500')
    await client.update('scheduled')
    expect((await client.update('scheduled')).onecrl).toEqual({ kind: 'not-due', at: NOW + 60_000 })
    await client.update('requested')
    expect((await client.update('scheduled')).onecrl).toEqual({ kind: 'not-due', at: NOW + 120_000 })
  })

  it('outlive the event page', async () => {
    harness.server.behaviour.set('http-500')
    await client.update('scheduled')
    expect(await harness.client().status()).toEqual(await client.status())
    expect((await harness.client().update('scheduled')).onecrl).toMatchObject({ kind: 'not-due' })
  })

  it('of a computer without a network are called so', async () => {
    harness.server.behaviour.set('cut-off')
    const offline = harness.client({ isOnline: () => false })
    expect(await offline.update('scheduled')).toMatchObject({ onecrl: { cause: 'offline' } })
  })
})

describe('a server that wants to be left alone', () => {
  it('is, after a refusal, even by those who ask', async () => {
    harness.server.behaviour.set('http-503')
    await client.update('scheduled')
    harness.server.behaviour.reset()
    const at = NOW + 7_200_000
    expect((await client.update('requested')).onecrl).toEqual({ kind: 'not-due', at })
    harness.clock.set(at)
    expect((await client.update('scheduled')).onecrl).toEqual({ kind: 'updated' })
  })

  it('is, after a success, but not for more than a day', async () => {
    harness.server.behaviour.set('backoff')
    await client.update('scheduled')
    await harness.clock.advance(DAY - 1)
    expect((await client.update('requested')).onecrl).toEqual({ kind: 'not-due', at: NOW + DAY })
    await harness.clock.advance(1)
    expect((await client.update('requested')).onecrl).toEqual({ kind: 'unchanged' })
  })
})

describe('a signature', () => {
  it('counts only under the pinned root, and in the name agreed', async () => {
    const { access } = harness.server
    for (const change of [{ rootFingerprint: '0'.repeat(64) }, { signerName: 'other.example' }]) {
      const config = { ...access, trust: { ...access.trust, ...change } }
      expect(
        await harness.client({ config: () => Promise.resolve(config) }).update('requested'),
      ).toMatchObject({
        onecrl: { cause: 'untrusted-chain' },
      })
    }
  })

  it('counts only while its certificates do', async () => {
    harness.clock.set(NOW + 100 * DAY)
    const outcome = await client.update('scheduled')
    expect(JSON.stringify(outcome.onecrl)).toContain('"cause":"untrusted-chain","detail":"expired')
  })
})

describe('addresses', () => {
  it('of attachments lead only where they may', async () => {
    const config = { ...harness.server.access, attachmentsOrigin: 'https://attachments.example' }
    const outcome = await harness.client({ config: () => Promise.resolve(config) }).update('scheduled')
    expect(outcome['cert-revocations']).toMatchObject({ cause: 'url-refused' })
  })
})

describe('filters of an encoding that is not known yet', () => {
  it('are kept, and not fetched again by a version that knows it', async () => {
    harness.server.publishFilters([
      { bytes: Uint8Array.of(5, 1, 2, 3, 4, 5, 6, 7, 8), effectiveTimestamp: NOW },
    ])
    expect(await client.update('scheduled')).toMatchObject({
      'cert-revocations': { cause: 'unknown-version' },
    })
    harness.server.requests.length = 0
    expect(await harness.client({ accept: () => undefined }).update('requested')).toMatchObject({
      'cert-revocations': { kind: 'updated' },
    })
    expect(harness.server.requests.filter((path) => path.startsWith('/attachments/'))).toEqual([])
  })

  it('are malformed where the parser says so', async () => {
    harness.server.publishFilters([{ bytes: Uint8Array.of(4, 1), effectiveTimestamp: NOW }])
    expect(await client.update('scheduled')).toMatchObject({ 'cert-revocations': { cause: 'malformed' } })
  })

  it('that this Firefox is too old for are not taken', async () => {
    harness.server.publishFilters(filters(0), { version: 160 })
    expect(await client.update('scheduled')).toMatchObject({
      'cert-revocations': { cause: 'unknown-version' },
    })
  })
})
