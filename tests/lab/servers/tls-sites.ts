import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { createSecureServer } from 'node:http2'
import type { Server } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'

import type { SiteRequest } from '../scenario.ts'
import { readBody } from './body.ts'
import { acceptSocket, KEPT, SITE_PARTS, type SitePart, targetOf } from './site-parts.ts'
import { sitePage } from './site-page.ts'

/** One HTTPS site: its certificate and what its page says. */
export interface Site {
  readonly host: string
  readonly id: string
  readonly title: string
  /** Leaf first. */
  readonly chainPem: string
  readonly leafDer: Uint8Array
  readonly keyPem: string
  /** The OCSP response sent in the handshake, if any. */
  staple(): Promise<Uint8Array | undefined>
}

/** All sites, on one port, told apart by SNI; HTTP/1.1 and HTTP/2. */
export interface TlsSites {
  readonly create: () => Server
  add(site: Site): void
  readonly requests: SiteRequest[]
}

/** What a site answers in place of the page and the parts that all have; undefined where those will do. */
export type SiteAnswers = (host: string, path: string) => Promise<SitePart | undefined>

export function tlsSites(answers?: SiteAnswers): TlsSites {
  const sites = new Map<string, Site>()
  const byCertificate = new Map<string, Site>()
  const contexts = new Map<string, SecureContext>()
  const requests: SiteRequest[] = []

  function contextOf(host: string): SecureContext | undefined {
    const site = sites.get(host)
    if (!site) return undefined
    const context = contexts.get(host) ?? createSecureContext({ key: site.keyPem, cert: site.chainPem })
    contexts.set(host, context)
    return context
  }

  async function answer(request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
    const host = (request.authority || request.headers.host || '').replace(/:\d+$/, '')
    const { method, url: path } = request
    const { length: bodyLength } = await readBody(request, 0)
    requests.push({ host, method, path, cookie: request.headers.cookie, bodyLength })
    const site = sites.get(host)
    if (!site || path === '/favicon.ico') {
      response.writeHead(404).end()
      return
    }
    const target = targetOf(path)
    if (target !== undefined) {
      response.writeHead(302, { location: target, 'cache-control': 'no-store' }).end()
      return
    }
    const part = (await answers?.(host, path)) ?? SITE_PARTS[path.replace(/\?.*$/, '')]
    const type = part?.type ?? 'text/html; charset=utf-8'
    const caching = path.startsWith(KEPT) ? 'max-age=3600' : 'no-store'
    const anybody = { 'access-control-allow-origin': '*', 'timing-allow-origin': '*' }
    response.writeHead(200, { 'content-type': type, 'cache-control': caching, ...(part && anybody) })
    response.end(part?.body ?? sitePage(site))
  }

  return {
    requests,
    add(site) {
      sites.set(site.host, site)
      byCertificate.set(fingerprint(site.leafDer), site)
    },
    create() {
      const server = createSecureServer({
        allowHTTP1: true,
        SNICallback: (host, done) => done(null, contextOf(host)),
      })
      server.on('request', (request, response) => {
        answer(request, response).catch(() => response.destroy())
      })
      server.on('upgrade', acceptSocket)
      server.on('OCSPRequest', (certificate: Buffer, _issuer: Buffer, done: StapleCallback) => {
        void staple(byCertificate.get(fingerprint(certificate)), done)
      })
      return server
    },
  }
}

type StapleCallback = (error: Error | null, response?: Buffer | null) => void

async function staple(site: Site | undefined, done: StapleCallback): Promise<void> {
  const bytes = await site?.staple()
  done(null, bytes ? Buffer.from(bytes) : null)
}

function fingerprint(der: Uint8Array): string {
  return Buffer.from(der).toString('base64')
}
