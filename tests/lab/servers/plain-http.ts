import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { Server } from 'node:net'

import type { LabRequest, Line } from '../scenario.ts'
import type { Switchable } from './switchable.ts'

/** What a host answers. `path` is the request's, or what is left of it after a redirect to a literal address. */
export type HostHandler = (exchange: Exchange) => void | Promise<void>

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
}

/** Everything in the laboratory that speaks plain HTTP, on one port, told apart by the Host header. */
export interface PlainHttp {
  readonly create: () => Server
  readonly hosts: Map<string, HostHandler>
  /** Takes requests for no known name, as those made to the bare address. */
  fallback: HostHandler
  readonly requests: LabRequest[]
}

export function plainHttp(isRecorded: (host: string) => boolean, line: Switchable<Line>): PlainHttp {
  const hosts = new Map<string, HostHandler>()
  const requests: LabRequest[] = []
  const answer: RequestListener = (request, response) => {
    const host = hostOf(request)
    const { url: path = '/' } = request
    if (isRecorded(host)) {
      requests.push(recorded(host, request, response))
      if (line.current === 'down') {
        response.destroy()
        return
      }
    }
    Promise.resolve((hosts.get(host) ?? plain.fallback)({ request, response, path })).catch(
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    )
  }
  const plain: PlainHttp = {
    create: () => createServer(answer),
    hosts,
    fallback: ({ response }) => void response.writeHead(404).end(),
    requests,
  }
  return plain
}

/** Hands a request for `http://127.0.0.1/at/<host>/<path>` to that host: where redirects to a literal address lead. */
export function byPath(hosts: ReadonlyMap<string, HostHandler>, otherwise: HostHandler): HostHandler {
  return (exchange) => {
    const [, host = '', path = ''] = /^\/at\/([^/]+)(\/.*)$/.exec(exchange.path) ?? []
    const handler = hosts.get(host)
    return handler ? handler({ ...exchange, path }) : otherwise(exchange)
  }
}

function recorded(host: string, request: IncomingMessage, response: ServerResponse): LabRequest {
  const { method = '', url: path = '/', headers } = request
  return {
    host,
    method,
    path,
    headers,
    get status() {
      return response.headersSent ? response.statusCode : undefined
    },
  }
}

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
}
