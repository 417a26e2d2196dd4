import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { INSIDE_HOST } from '../names.ts'

/** Ways not to get an answer across, whatever the answer. */
export type DeliveryFault =
  | 'cut-off'
  | 'timeout'
  | 'slow-drip'
  /** No fault but the line's: it all arrives, in a while. */
  | 'slow-line'
  | 'http-404'
  | 'http-500'
  | 'html'
  | 'empty'
  | 'truncated'
  | 'huge'
  | 'redirect-loop'
  | 'redirect-file'
  | 'redirect-loopback'
  | 'redirect-inside'

export interface Delivery {
  readonly response: ServerResponse
  readonly contentType: string
  /** The host asked and the path asked for. */
  readonly host: string
  readonly path: string
  /** Of the plain HTTP server. */
  readonly port: number
  /** What a responder in order would send. */
  readonly answer: () => Promise<Uint8Array>
}

export function isDeliveryFault(behaviour: string): behaviour is DeliveryFault {
  return Object.hasOwn(FAULTS, behaviour)
}

export function misdeliver(fault: DeliveryFault, delivery: Delivery): void | Promise<void> {
  return FAULTS[fault](delivery)
}

export async function deliver({ response, contentType, answer }: Delivery): Promise<void> {
  response.writeHead(200, { 'Content-Type': contentType, ...NOT_STORED }).end(await answer())
}

// Firefox's HTTP cache must not stand between a behaviour and the next.
const NOT_STORED = { 'Cache-Control': 'no-store' }

const SLOW_PIECES = 20
const SLOW_PAUSE_MS = 10

const HUGE = 100 * 1024 * 1024

const FAULTS: Readonly<Record<DeliveryFault, (delivery: Delivery) => void | Promise<void>>> = {
  'cut-off': ({ response }) => void response.destroy(),
  timeout: () => undefined,
  'slow-drip': async ({ response, contentType, answer }) => {
    const bytes = await answer()
    response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': bytes.length })
    for (const byte of bytes) {
      if (response.destroyed) return
      response.write(Uint8Array.of(byte))
      await pause(1000, undefined, { ref: false })
    }
    response.end()
  },
  'slow-line': async ({ response, contentType, answer }) => {
    const bytes = await answer()
    response.writeHead(200, { 'Content-Type': contentType, ...NOT_STORED })
    const piece = Math.ceil(bytes.length / SLOW_PIECES)
    for (let at = 0; at < bytes.length && !response.destroyed; at += piece) {
      response.write(bytes.subarray(at, at + piece))
      await pause(SLOW_PAUSE_MS, undefined, { ref: false })
    }
    response.end()
  },
  'http-404': ({ response }) =>
    void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found'),
  'http-500': ({ response }) => void response.writeHead(500, { 'Content-Type': 'text/plain' }).end('Sorry'),
  html: ({ response }) =>
    void response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...NOT_STORED })
      .end('<!doctype html><title>Welcome</title><p>Log in to use this network.'),
  empty: ({ response, contentType }) =>
    void response.writeHead(200, { 'Content-Type': contentType, ...NOT_STORED }).end(),
  truncated: async ({ response, contentType, answer }) => {
    const bytes = await answer()
    const half = bytes.subarray(0, bytes.length >> 1)
    response.writeHead(200, { 'Content-Type': contentType, ...NOT_STORED }).end(half)
  },
  huge: sendHuge,
  'redirect-loop': ({ response, host, path, port }) => {
    const [start = '', hop = '0'] = path.split('?hop=')
    redirect(response, `http://${host}:${port}${start}?hop=${Number(hop) + 1}`)
  },
  'redirect-file': ({ response }) => redirect(response, 'file:///etc/hostname'),
  'redirect-loopback': (delivery) => redirectTo('127.0.0.1', delivery),
  'redirect-inside': (delivery) => redirectTo(INSIDE_HOST, delivery),
}

/** No Content-Length: only counting shows that it is too much. */
async function sendHuge({ response, contentType }: Delivery): Promise<void> {
  response.writeHead(200, { 'Content-Type': contentType, ...NOT_STORED })
  // Whoever hangs up before the end has done well.
  await pipeline(hugeBody, response).catch(() => undefined)
}

function* hugeBody(): Generator<Uint8Array> {
  // The header of a SEQUENCE just as long, then zeros.
  yield Uint8Array.of(0x30, 0x84, 0x06, 0x40, 0x00, 0x00)
  const chunk = new Uint8Array(64 * 1024)
  for (let sent = 0; sent < HUGE; sent += chunk.length) yield chunk
}

/** Arrived there, the answer is in order: only the address is wrong. */
function redirectTo(target: string, delivery: Delivery): void | Promise<void> {
  const { response, host, path, port } = delivery
  if (response.req.url?.startsWith('/at/')) return deliver(delivery)
  return redirect(response, `http://${target}:${port}/at/${host}${path}`)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location, ...NOT_STORED }).end()
}
