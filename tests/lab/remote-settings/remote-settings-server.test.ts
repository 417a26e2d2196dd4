import { X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { parseChangeset } from '../../../src/pki/remote-settings/changeset.ts'
import { applyChanges, collectionText } from '../../../src/pki/remote-settings/collection.ts'
import { verifyContentSignature } from '../../../src/pki/remote-settings/content-signature.ts'
import { issueCertificate } from '../pki/certificate.ts'
import { subjectAltName } from '../pki/extension.ts'
import { generateKey, privateKeyPem } from '../pki/key.ts'
import { DAY } from '../pki/time.ts'
import { exchange } from '../visitor.ts'
import type { LabCollection } from './answer.ts'
import { locationOf } from './filter-records.ts'
import { startRemoteSettings, type RunningRemoteSettings } from './start.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let server: RunningRemoteSettings

beforeEach(async () => {
  server = await startRemoteSettings()
})
afterEach(() => server.close())

async function changeset(collection: LabCollection, since?: number) {
  const query = since === undefined ? '' : `&_since=${encodeURIComponent(`"${since}"`)}`
  const path = `/buckets/security-state/collections/${collection}/changeset?_expected=1${query}`
  const response = await fetch(server.access.server + path)
  return parseChangeset(await response.json())
}

describe('the Remote Settings server', () => {
  it('signs its collections under a chain that OpenSSL can read', async () => {
    server.publish('onecrl', [{ id: 'b' }, { id: 'a' }])
    const { signatures, changes, timestamp } = await changeset('onecrl')
    const [{ x5u, signature } = { x5u: '', signature: '' }] = signatures
    const chain = await (await fetch(x5u)).text()
    const [leaf = '', issuer = ''] = chain.match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g) ?? []
    expect(new X509Certificate(leaf).checkIssued(new X509Certificate(issuer))).toBe(true)
    const text = collectionText({ records: applyChanges([], changes), timestamp })
    const context = { trust: server.access.trust, now: Date.now(), crypto: crypto.subtle }
    expect(await verifyContentSignature({ text, signature, chain }, context)).toMatchObject({
      kind: 'verified',
    })
  })

  it('says what has changed since, with tombstones', async () => {
    const { timestamp: since } = server.publish('onecrl', [{ id: 'a' }, { id: 'b', v: 1 }, { id: 'c' }])
    const { timestamp } = server.publish('onecrl', [{ id: 'a' }, { id: 'b', v: 2 }, { id: 'd' }])
    expect(await changeset('onecrl', since)).toMatchObject({
      timestamp,
      changes: [
        { id: 'c', deleted: true, last_modified: timestamp },
        { id: 'b', v: 2, last_modified: timestamp },
        { id: 'd', last_modified: timestamp },
      ],
    })
    expect((await changeset('onecrl')).changes.map(({ id }) => id)).toEqual(['a', 'b', 'd'])
    expect((await changeset('onecrl', timestamp)).changes).toEqual([])
  })

  it('serves the filters that its records name', async () => {
    const filter = { bytes: Uint8Array.of(3, 0, 1), effectiveTimestamp: 1 }
    const { records } = server.publishFilters([filter])
    const capabilities = await (await fetch(`${server.access.server}/`)).text()
    const base = `${server.access.attachmentsOrigin}/attachments/`
    expect(capabilities).toContain(`"attachments":{"base_url":"${base}"}`)
    const response = await fetch(base + locationOf(records[0]))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(filter.bytes)
    expect(server.requests.at(-1)).toMatch(/^\/attachments\/.*\.filter$/)
  })

  it('goes back to what was first published, when it replays', async () => {
    const { timestamp } = server.publish('onecrl', [{ id: 'a' }])
    server.publish('onecrl', [{ id: 'b' }])
    server.behaviour.set('replayed')
    expect(await changeset('onecrl')).toMatchObject({ timestamp, changes: [{ id: 'a' }] })
  })

  it('does not know other collections', async () => {
    const path = '/buckets/main/collections/onecrl/changeset?_expected=1'
    expect((await fetch(server.access.server + path)).status).toBe(404)
  })

  it('speaks HTTPS under a name of the laboratory, too', async () => {
    const [key, now, host] = [await generateKey('p256'), Date.now(), 'settings.lab.test']
    const site = await issueCertificate({
      commonName: host,
      key,
      notBefore: now - DAY,
      notAfter: now + DAY,
      extensions: [subjectAltName(host)],
    })
    const tls = { host, key: await privateKeyPem(key), chain: site.pem }
    const named = await startRemoteSettings({ tls })
    try {
      const { status, body } = await exchange(`${named.access.server}/`, {}, site.pem)
      expect(new URL(named.access.chainOrigin).hostname).toBe(host)
      expect([status, body.toString().includes(named.access.attachmentsOrigin)]).toEqual([200, true])
    } finally {
      await named.close()
    }
  })
})
