import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'

import type { Lab, Scenario } from './scenario.ts'
import { readBody } from './servers/body.ts'

/** A client of the laboratory: knows its names without asking anyone. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** How long the body was, of which no more than a mebibyte is kept. */
  readonly length: number
}

export interface Message {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
}

/** One exchange, redirects not followed. */
export function exchange(url: string, message: Message = {}, ca?: string): Promise<Answer> {
  const { method = 'GET', headers = {}, body, signal } = message
  const { protocol, hostname, host, port, pathname, search } = new URL(url)
  const options = {
    host: '127.0.0.1',
    port,
    method,
    path: pathname + search,
    headers: { ...headers, host },
    agent: false as const,
    ...(signal && { signal }),
    ...(protocol === 'https:' && { servername: hostname, ca, checkServerIdentity: () => undefined }),
  }
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(options, (response) => {
      readBody(response, 1 << 20).then(
        ({ bytes, length }) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes, length }),
        reject,
      )
    })
    request.once('error', reject).end(body)
  })
}

export function visit({ roots }: Lab, { url, kind }: Scenario, message: Message = {}): Promise<Answer> {
  return exchange(url, message, roots[kind])
}

export interface Handshake {
  /** DER, leaf first, as the server sent it and without the root. */
  readonly chain: readonly [leaf: Uint8Array<ArrayBuffer>, issuer: Uint8Array<ArrayBuffer>]
  readonly authorized: boolean
  readonly alpn: string | false | null
  readonly staple: Buffer | undefined
}

export function shakeHands({ roots }: Lab, { url, host, kind }: Scenario): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    let staple: Buffer | undefined
    const options: ConnectionOptions & { readonly requestOCSP: boolean } = {
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      servername: host,
      ca: roots[kind],
      rejectUnauthorized: false,
      requestOCSP: true,
      ALPNProtocols: ['h2', 'http/1.1'],
    }
    const socket = connect(options)
    socket.once('error', reject)
    socket.once('OCSPResponse', (response: Buffer | null) => (staple = response ?? undefined))
    socket.once('secureConnect', () => {
      resolve({
        chain: chainOf(socket),
        authorized: socket.authorized,
        alpn: socket.alpnProtocol,
        staple,
      })
      socket.destroy()
    })
  })
}

function chainOf(socket: TLSSocket): Handshake['chain'] {
  const leaf = socket.getPeerCertificate(true)
  return [new Uint8Array(leaf.raw), new Uint8Array(leaf.issuerCertificate.raw)]
}

/** The scenario of that id. */
export function scenario({ scenarios }: Lab, id: string): Scenario {
  const found = scenarios.find((one) => one.id === id)
  if (!found) throw new Error(`no scenario ${id}`)
  return found
}
