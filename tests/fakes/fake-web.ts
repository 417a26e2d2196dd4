import { createOwnRequests } from '../../src/browser/retrieval/own-requests.ts'
import type { Bytes } from '../../src/pki/bytes.ts'

export interface SeenRequest {
  readonly url: string
  readonly host: string
  readonly method: string
  readonly headers: Headers
  readonly body: Bytes | undefined
  /** Undefined where nobody could be reached. */
  readonly status: number | undefined
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly bytes?: Bytes
}

/** Undefined where it does not answer. */
export type Server = (
  request: Omit<SeenRequest, 'status'>,
) => Answer | undefined | Promise<Answer | undefined>

/** The web as fetch and webRequest show it: servers by host name, and a log of what they were asked. */
export class FakeWeb {
  readonly servers = new Map<string, Server>()
  readonly requests: SeenRequest[] = []
  /** False during an outage of everything. */
  isUp = true
  readonly ownRequests = createOwnRequests({ checkName: () => Promise.resolve(undefined) })

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const { host } = new URL(url)
    const body = init.body instanceof Uint8Array ? new Uint8Array(init.body) : undefined
    const request = { url, host, method: init.method ?? 'GET', headers: new Headers(init.headers), body }
    const requestId = String(this.requests.length)
    this.ownRequests.onBeforeRequest({ requestId, url: new URL(url).href })
    const answer = this.isUp ? await this.servers.get(host)?.(request) : undefined
    this.requests.push({ ...request, status: answer === undefined ? undefined : (answer.status ?? 200) })
    if (answer === undefined) {
      this.ownRequests.onErrorOccurred({ requestId, error: 'NS_ERROR_CONNECTION_REFUSED' })
      throw new TypeError('NetworkError when attempting to fetch resource.')
    }
    const { status = 200, headers = {}, bytes } = answer
    return new Response(status === 304 ? null : bytes, { status, headers })
  }

  /** The requests to a host, in order: their status each, or "–". */
  statusesAt(host: string): readonly (number | '–')[] {
    return this.requests.filter((request) => request.host === host).map(({ status }) => status ?? '–')
  }
}
