import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { startLab } from '../lab.ts'
import { HOUR } from '../pki/time.ts'
import type { Lab } from '../scenario.ts'
import { exchange, scenario } from '../visitor.ts'

// The PKI is made first, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let lab: Lab
let time: number

beforeAll(async () => {
  lab = await startLab({ port: 0, time: () => time })
})
afterEach(() => lab.reset())
afterAll(() => lab.close())

const fetchCrl = (headers: Readonly<Record<string, string>> = {}) =>
  exchange(lab.indexUrl.replace('index.lab.test', 'crl-05-good.pub.lab.test') + 'part.crl', { headers })

describe('a CRL server', () => {
  it('sends the same list to everybody, and nothing to those who have it', async () => {
    time = Date.now()
    const first = await fetchCrl()
    const { etag = '', 'last-modified': lastModified = '' } = first.headers
    expect([first.status, first.headers['cache-control']]).toEqual([200, 'public, max-age=3600'])
    expect((await fetchCrl()).body).toEqual(first.body)
    expect(await fetchCrl({ 'if-none-match': etag })).toMatchObject({ status: 304, length: 0 })
    expect((await fetchCrl({ 'if-modified-since': lastModified })).status).toBe(304)
    expect((await fetchCrl({ 'if-none-match': '"other"', 'if-modified-since': lastModified })).status).toBe(
      200,
    )
  })

  it('puts another in its place some days before it ends, or when there is news', async () => {
    time = Date.now()
    const { etag = '' } = (await fetchCrl()).headers
    time += 95 * HOUR
    expect((await fetchCrl({ 'if-none-match': etag })).status).toBe(304)
    time += HOUR
    const next = await fetchCrl({ 'if-none-match': etag })
    expect(next.status).toBe(200)
    scenario(lab, '05-good.public').behave('revoked', 'revoked')
    expect((await fetchCrl({ 'if-none-match': next.headers.etag ?? '' })).status).toBe(200)
  })

  it('is beyond reach while the line is down, which the log tells', async () => {
    lab.line.set('down')
    await expect(fetchCrl()).rejects.toMatchObject({ code: 'ECONNRESET' })
    lab.line.set('up')
    await fetchCrl()
    expect(lab.requests.map(({ status }) => status)).toEqual([undefined, 200])
  })
})
