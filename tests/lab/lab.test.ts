import { connect, type ClientHttp2Stream } from 'node:http2'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { X509Certificate } from 'node:crypto'
import { startLab } from './lab.ts'
import type { Lab } from './scenario.ts'
import { exchange, scenario, shakeHands, visit } from './visitor.ts'

// The PKI is made first, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let lab: Lab

beforeAll(async () => {
  lab = await startLab({ port: 0 })
})
afterEach(() => lab.reset())
afterAll(() => lab.close())

describe('the scenarios', () => {
  it('have ids of their own, and come under both kinds of CA', () => {
    const ids = lab.scenarios.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const kind of ['public', 'private']) {
      const rows = new Set(lab.scenarios.filter((one) => one.kind === kind).map(({ row }) => row))
      expect([...rows]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20])
    }
  })

  it('live at names that the browser is told about', () => {
    for (const { host, url } of lab.scenarios) {
      expect(lab.names).toContain(host)
      expect(new URL(url).hostname).toBe(host)
    }
    expect(lab.names.every((name) => name.endsWith('.test'))).toBe(true)
  })

  it('expect a cause wherever nobody vouched, and a source wherever somebody did', () => {
    for (const { withAddon } of lab.scenarios) {
      const { verdict, cause, sources } = withAddon
      expect(cause !== undefined).toBe(verdict === 'unverified' || verdict === 'unverifiable')
      expect(sources !== undefined).toBe(verdict === 'verified' || verdict === 'revoked')
    }
  })
})

describe('a site', () => {
  it('serves its page under a chain that ends in the root of its kind', async () => {
    const handshakes = await Promise.all(
      lab.scenarios.map((one) => shakeHands(lab, one).then((hands) => ({ one, hands }))),
    )
    for (const { one, hands } of handshakes) {
      const { chain, authorized } = hands
      expect({ id: one.id, authorized }).toEqual({ id: one.id, authorized: one.override !== true })
      const [leaf, issuer] = chain.map((der) => new X509Certificate(der))
      expect(leaf?.checkIssued(issuer ?? leaf)).toBe(true)
      const isNamed = leaf?.checkHost(one.host) !== undefined
      expect({ id: one.id, isNamed }).toEqual({ id: one.id, isNamed: !one.id.startsWith('17-wrong-host') })
    }
  })

  it('says on its page which page it is', async () => {
    const one = scenario(lab, '01-ocsp.public')
    const { status, body } = await visit(lab, one)
    expect(status).toBe(200)
    expect(body.toString()).toContain('<title>lab page: 01-ocsp.public</title>')
    expect(body.toString()).toContain('<main id="lab-page">')
  })

  it('speaks HTTP/2 to those who can', async () => {
    const one = scenario(lab, '01-ocsp.public')
    const session = connect(one.url, {
      ca: lab.roots.public,
      lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    const status = await new Promise((resolve, reject) => {
      const stream: ClientHttp2Stream = session.request({ ':path': '/' })
      stream.once('response', (headers) => resolve(headers[':status'])).once('error', reject)
    })
    session.destroy()
    expect(status).toBe(200)
    expect(lab.siteRequests).toMatchObject([
      { host: one.host, protocol: 'h2', method: 'GET', path: '/', bodyLength: 0 },
    ])
  })

  it('counts the body that reached it', async () => {
    const one = scenario(lab, '01-ocsp.private')
    await visit(lab, one, { method: 'POST', body: 'password=secret', headers: { cookie: 'session=1' } })
    expect(lab.siteRequests).toEqual([
      {
        host: one.host,
        protocol: 'http/1.1',
        method: 'POST',
        path: '/',
        cookie: 'session=1',
        bodyLength: 15,
      },
    ])
  })

  it('staples what a scenario says, and nothing otherwise', async () => {
    const one = scenario(lab, '13-staple-try-later.public')
    expect((await shakeHands(lab, one)).staple).toBeUndefined()
    await one.arrange()
    // SEQUENCE { ENUMERATED tryLater }
    expect((await shakeHands(lab, one)).staple?.toString('hex')).toBe('30030a0103')
    lab.reset()
    expect((await shakeHands(lab, one)).staple).toBeUndefined()
  })
})

describe('the index', () => {
  it('lists every scenario with a link', async () => {
    const { body } = await exchange(lab.indexUrl)
    const page = body.toString()
    for (const { id, url } of lab.scenarios) {
      expect(page).toContain(`value="${id}"`)
      expect(page).toContain(`href="${url}"`)
    }
  })

  it('sets a scenario up and leads to its site', async () => {
    const one = scenario(lab, '08-try-later.public')
    const url = new URL('/arrange', lab.indexUrl).href
    const { status, headers } = await exchange(url, { method: 'POST', body: `id=${one.id}` })
    expect([status, headers.location]).toEqual([303, one.url])
  })

  it('does not know what it was not given', async () => {
    const url = new URL('/arrange', lab.indexUrl).href
    expect((await exchange(url, { method: 'POST', body: 'id=nothing' })).status).toBe(404)
    expect((await exchange(new URL('/elsewhere', lab.indexUrl).href)).status).toBe(404)
  })
})

describe('the log', () => {
  it('keeps what reached responders and CRL servers, until it is reset', async () => {
    const host = 'crl-05-good.pub.lab.test'
    await exchange(lab.indexUrl.replace('index.lab.test', host), { headers: { cookie: 'a=b' } })
    expect(lab.requests).toMatchObject([{ host, method: 'GET', path: '/', headers: { cookie: 'a=b' } }])
    lab.reset()
    expect(lab.requests).toEqual([])
  })

  it('has no place for the index', async () => {
    await exchange(lab.indexUrl)
    expect(lab.requests).toEqual([])
  })
})
