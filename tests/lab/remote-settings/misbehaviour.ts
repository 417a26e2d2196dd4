import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** What a request is after. */
export type Route = 'changeset' | 'attachment' | 'chain' | 'capabilities'

/** Ways not to get an answer across, by what they befall. */
export type Misbehaviour = keyof typeof MISBEHAVIOURS

interface Misdelivery {
  /** Undefined means all of them. */
  readonly routes?: readonly Route[]
  readonly deliver: (response: ServerResponse, body: Uint8Array) => void | Promise<void>
}

export function misdeliveryOf(behaviour: string, route: Route): Misdelivery['deliver'] | undefined {
  const misdelivery: Misdelivery | undefined = isMisbehaviour(behaviour)
    ? MISBEHAVIOURS[behaviour]
    : undefined
  return misdelivery?.routes?.includes(route) === false ? undefined : misdelivery?.deliver
}

function isMisbehaviour(behaviour: string): behaviour is Misbehaviour {
  return Object.hasOwn(MISBEHAVIOURS, behaviour)
}

const attachment = ['attachment'] as const satisfies readonly Route[]

const MISBEHAVIOURS = {
  'http-500': { deliver: (response) => void response.writeHead(500).end('Sorry') },
  'http-503': {
    deliver: (response) => void response.writeHead(503, { 'Retry-After': '7200' }).end('Later'),
  },
  html: {
    deliver: (response) =>
      void response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>Welcome</title><p>Log in to use this network.'),
  },
  redirect: {
    deliver: (response) => void response.writeHead(302, { Location: 'https://elsewhere.lab.test/' }).end(),
  },
  /** Takes the request and says nothing. */
  silent: { deliver: () => undefined },
  'cut-off': { deliver: (response) => void response.destroy() },
  'http-404-attachment': {
    routes: attachment,
    deliver: (response) => void response.writeHead(404).end('Not found'),
  },
  'wrong-hash': {
    routes: attachment,
    deliver: (response, body) => void response.writeHead(200).end(withLastBitTurned(body)),
  },
  'truncated-attachment': {
    routes: attachment,
    deliver: (response, body) => void response.writeHead(200).end(firstHalf(body)),
  },
  /** The connection breaks in the middle. */
  'cut-mid-download': {
    routes: attachment,
    deliver: (response, body) =>
      new Promise((resolve) => {
        response.writeHead(200, { 'Content-Length': body.length })
        response.write(firstHalf(body), () => {
          response.destroy()
          resolve()
        })
      }),
  },
  'endless-attachment': { routes: attachment, deliver: endless },
  'endless-changeset': { routes: ['changeset'], deliver: endless },
  /** Everything in order over a line of 2.5 MB a second: it takes its time, and can be interrupted. */
  'slow-line': {
    routes: attachment,
    deliver: async (response, body) => {
      response.writeHead(200, { 'Content-Length': body.length })
      for (let at = 0; at < body.length && !response.destroyed; at += PIECE) {
        response.write(body.subarray(at, at + PIECE))
        await pause(PIECE_MS, undefined, { ref: false })
      }
      response.end()
    },
  },
  /** A byte a second. */
  slow: {
    routes: attachment,
    deliver: async (response, body) => {
      response.writeHead(200, { 'Content-Length': body.length })
      for (const byte of body) {
        if (response.destroyed) return
        response.write(Uint8Array.of(byte))
        await pause(1000, undefined, { ref: false })
      }
      response.end()
    },
  },
} as const satisfies Readonly<Record<string, Misdelivery>>

const PIECE = 50_000
const PIECE_MS = 20

function firstHalf(body: Uint8Array): Uint8Array {
  return body.subarray(0, body.length >> 1)
}

function withLastBitTurned(body: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(body)
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
  return copy
}

/** Begins as JSON would, and goes on for as long as somebody reads. */
async function endless(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  // Whoever hangs up has done well.
  await pipeline(endlessBody, response).catch(() => undefined)
}

function* endlessBody(): Generator<Uint8Array> {
  yield Buffer.from('{"changes":[')
  const chunk = Buffer.alloc(64 * 1024, ' ')
  for (;;) yield chunk
}
