import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { attackerPage } from '../attacker/attacker-page.ts'

/** What other pages may load from any site. */
export interface SitePart {
  readonly type: string
  readonly body: string
}

/** By path. */
export const SITE_PARTS: Readonly<Record<string, SitePart>> = {
  '/part.svg': {
    type: 'image/svg+xml',
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
  },
  '/part.js': { type: 'text/javascript', body: 'document.documentElement.dataset.part = "ran"' },
  '/part.css': { type: 'text/css', body: 'body { outline-style: dotted }' },
  '/part.json': { type: 'application/json', body: '{"part":true}' },
  '/attacker': { type: 'text/html; charset=utf-8', body: attackerPage() },
  /** A service worker that answers every navigation by itself, for ever. */
  '/worker.js': worker(`
  const body = '<!doctype html><title>lab page: worker</title><main id="lab-page">From the worker</main>'
  event.respondWith(new Response(body, { headers: { 'content-type': 'text/html' } }))`),
  /** One that fetches every page from the site, as it was asked for. */
  '/passing-worker.js': worker('event.respondWith(fetch(event.request))'),
}

function worker(onNavigation: string): SitePart {
  const body = `addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return
  ${onNavigation}
})
`
  return { type: 'text/javascript', body }
}

/** Below it, the site's page may be kept by caches for an hour. */
export const KEPT = '/kept/'

/** Any site sends the browser on to the address that follows. */
const AWAY = '/away?to='

/** Path of a page of any site's that leads to the other address. */
export function pathAwayTo(url: string): string {
  return AWAY + encodeURIComponent(url)
}

/** Where a request for the path is sent on to, if it is. */
export function targetOf(path: string): string | undefined {
  return path.startsWith(AWAY) ? decodeURIComponent(path.slice(AWAY.length)) : undefined
}

/** Opens a web socket and says nothing in it (RFC 6455 §4.2.2). */
export function acceptSocket({ headers }: IncomingMessage, socket: Duplex): void {
  const key = headers['sec-websocket-key'] ?? ''
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  socket.on('error', () => socket.destroy())
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
}
