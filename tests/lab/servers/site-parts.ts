import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { attackerPage } from '../attacker/attacker-page.ts'

/** What other pages may load from any site. */
export interface SitePart {
  readonly type: string
  readonly body: string
  /** Of its own, beside those that all have. */
  readonly headers?: Readonly<Record<string, string>>
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
  '/part.events': { type: 'text/event-stream', body: 'data: part\n\n' },
  '/part.vtt': { type: 'text/vtt', body: 'WEBVTT\n' },
  /** Half a millisecond of silence: 4 samples of 8 bits, 8 kHz. */
  '/part.wav': {
    type: 'audio/wav',
    body: 'RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x04\0\0\0\x7f\x7f\x7f\x7f',
  },
  /** None that could be drawn with. */
  '/part.woff2': { type: 'font/woff2', body: 'wOF2' },
  /** Workers can run it too. */
  '/empty.js': { type: 'text/javascript', body: '' },
  '/attacker': { type: 'text/html; charset=utf-8', body: attackerPage() },
  '/part.zip': {
    type: 'application/zip',
    body: 'PK',
    headers: { 'content-disposition': 'attachment; filename="part.zip"' },
  },
  /** A service worker that answers every navigation by itself, for ever. */
  '/worker.js': worker(`if (event.request.mode !== 'navigate') return
  const body = '<!doctype html><title>lab page: worker</title><main id="lab-page">From the worker</main>'
  event.respondWith(new Response(body, { headers: { 'content-type': 'text/html' } }))`),
  /** One that fetches everything from where it was asked for. */
  '/passing-worker.js': worker('event.respondWith(fetch(event.request))'),
}

function worker(onFetch: string): SitePart {
  const body = `addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => {
  ${onFetch}
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
