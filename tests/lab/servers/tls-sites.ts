import { createServer } from 'node:https'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import type { Duplex } from 'node:stream'
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

/** All sites, on each port, told apart by SNI. */
export interface TlsSites {
  /** HTTP/1.1 and HTTP/2. */
  readonly create: () => Server
  /** As servers were before 2013: the browser encrypts the secret to the key in the certificate (RFC 5246 §7.4.7.1). */
  readonly createStaticRsa: () => Server
  /** Plain HTTP, for a server in front of it that speaks HTTP/3. */
  readonly createBehindHttp3: () => Server
  add(site: Site): void
  /** Once the host was asked anything, it shows the certificate of the other to every further connection. */
  disguise(host: string, as: string): void
  undisguise(): void
  readonly requests: SiteRequest[]
}

/** What a site answers in place of the page and the parts that all have; undefined where those will do. */
export type SiteAnswers = (host: string, path: string) => Promise<SitePart | undefined>

export function tlsSites(answers?: SiteAnswers): TlsSites {
  const sites = new Map<string, Site>()
  const byCertificate = new Map<string, Site>()
  const contexts = new Map<string, SecureContext>()
  const requests: SiteRequest[] = []
  const disguises = new Map<string, string>()

  function contextOf(name: string): SecureContext | undefined {
    const host = requests.some((request) => request.host === name) ? (disguises.get(name) ?? name) : name
    const site = sites.get(host)
    if (!site) return undefined
    const context = contexts.get(host) ?? createSecureContext({ key: site.keyPem, cert: site.chainPem })
    contexts.set(host, context)
    return context
  }

  async function answer(request: Request, response: Response, front?: 'h3'): Promise<void> {
    const named = 'authority' in request ? request.authority : undefined
    const host = (named || request.headers.host || '').replace(/:\d+$/, '')
    const { method = '', url: path = '' } = request
    const own = request.httpVersionMajor === 2 ? ('h2' as const) : ('http/1.1' as const)
    const seen = {
      host,
      protocol: front ?? own,
      method,
      path,
      cookie: request.headers.cookie,
      bodyLength: 0,
    }
    // Also what breaks off in the middle of its body has been seen.
    requests.push(seen)
    seen.bodyLength = (await readBody(request, 0)).length
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
    const headers = { 'content-type': type, 'cache-control': caching, ...(part && anybody), ...part?.headers }
    response.writeHead(200, headers)
    response.end(part?.body ?? sitePage(site))
  }

  const SNICallback: SniCallback = (host, done) => done(null, contextOf(host))

  function serve(server: Server, front?: 'h3'): Server {
    server.on('request', (request: Request, response: Response) => {
      answer(request, response, front).catch(() => response.destroy())
    })
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      const { method = '', url: path = '', headers } = request
      const host = (headers.host ?? '').replace(/:\d+$/, '')
      const protocol = front ?? 'http/1.1'
      requests.push({ host, protocol, method, path, cookie: headers.cookie, bodyLength: 0 })
      acceptSocket(request, socket)
    })
    server.on('OCSPRequest', (certificate: Buffer, _issuer: Buffer, done: StapleCallback) => {
      void staple(byCertificate.get(fingerprint(certificate)), done)
    })
    return server
  }

  return {
    requests,
    add(site) {
      sites.set(site.host, site)
      byCertificate.set(fingerprint(site.leafDer), site)
    },
    disguise: (host, as) => void disguises.set(host, as),
    undisguise: () => disguises.clear(),
    create: () => serve(createSecureServer({ allowHTTP1: true, SNICallback })),
    // HTTP/2 forbids such suites (RFC 9113 appendix A), TLS 1.3 knows none.
    createStaticRsa: () =>
      serve(createServer({ ciphers: 'AES128-GCM-SHA256', maxVersion: 'TLSv1.2', SNICallback })),
    createBehindHttp3: () => serve(createPlainServer(), 'h3'),
  }
}

type Request = Http2ServerRequest | IncomingMessage
// What both have in common, so far as a page needs it.
type Response = Pick<Http2ServerResponse | ServerResponse, 'writeHead' | 'end' | 'destroy'>
type SniCallback = (host: string, done: (error: Error | null, context?: SecureContext) => void) => void

type StapleCallback = (error: Error | null, response?: Buffer | null) => void

async function staple(site: Site | undefined, done: StapleCallback): Promise<void> {
  const bytes = await site?.staple()
  done(null, bytes ? Buffer.from(bytes) : null)
}

function fingerprint(der: Uint8Array): string {
  return Buffer.from(der).toString('base64')
}
