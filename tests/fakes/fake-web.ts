import { createCheckName } from '../../src/browser/retrieval/check-name.ts'
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
  /** In place of bytes, for a body that does not come at once, or to no end. */
  readonly stream?: ReadableStream<Uint8Array<ArrayBuffer>>
  /** No answer at all, and Firefox's name for why. */
  readonly error?: string
}

/** Undefined where it does not answer. */
export type Server = (
  request: Omit<SeenRequest, 'status'>,
) => Answer | undefined | Promise<Answer | undefined>

/** TEST-NET-1 is nobody's, and public by every list. */
const SOMEWHERE = '192.0.2.1'

/** The web as fetch and webRequest show it: servers by host name, and a log of what they were asked. */
export class FakeWeb {
  readonly servers = new Map<string, Server>()
  readonly requests: SeenRequest[] = []
  /** False during an outage of everything. */
  isUp = true
  /** HTTPS-Only Mode, and nobody who speaks it. */
  isHttpsOnly = false
  /** Where names lead, for those that do not lead where one would expect. */
  readonly addresses = new Map<string, readonly string[]>()
  /** Hosts that are asked through a proxy, and what that does. */
  readonly proxies = new Map<string, 'is dead' | 'wants a password'>()
  readonly ownRequests = createOwnRequests({
    checkName: createCheckName({
      resolve: (host) => Promise.resolve(this.addresses.get(host) ?? [SOMEWHERE]),
      localNames: () => Promise.resolve([]),
    }),
  })

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const { host } = new URL(url)
    const body = init.body instanceof Uint8Array ? new Uint8Array(init.body) : undefined
    const request = { url, host, method: init.method ?? 'GET', headers: new Headers(init.headers), body }
    const requestId = String(this.requests.length)
    const asked = this.isHttpsOnly ? url.replace(/^http:/, 'https:') : url
    const proxy = this.proxies.get(host)
    const proxyInfo = proxy === undefined ? null : { type: 'http' }
    this.ownRequests.onBeforeRequest({ requestId, url: new URL(asked).href, proxyInfo })
    const { cancel } = await this.ownRequests.onBeforeSendHeaders({ requestId, url })
    if (cancel === true) throw this.#failed(requestId, 'NS_ERROR_ABORT')
    if (proxy !== undefined) {
      if (proxy === 'wants a password') {
        this.ownRequests.onHeadersReceived({ requestId, url, statusCode: 407, responseHeaders: [] })
      }
      throw this.#failed(requestId, 'NS_ERROR_PROXY_CONNECTION_REFUSED')
    }
    const isReached = this.isUp && !this.isHttpsOnly
    const answer = isReached ? await this.servers.get(host)?.(request) : undefined
    this.requests.push({ ...request, status: answer && (answer.status ?? 200) })
    if (answer === undefined || answer.error !== undefined) {
      throw this.#failed(requestId, answer?.error ?? 'NS_ERROR_CONNECTION_REFUSED')
    }
    const { status = 200, headers = {}, bytes, stream } = answer
    return new Response(status === 304 ? null : (stream ?? bytes), { status, headers })
  }

  #failed(requestId: string, error: string): TypeError {
    this.ownRequests.onErrorOccurred({ requestId, error })
    return new TypeError('NetworkError when attempting to fetch resource.')
  }

  /** The requests to a host, in order: their status each, or "–". */
  statusesAt(host: string): readonly (number | '–')[] {
    return this.requests.filter((request) => request.host === host).map(({ status }) => status ?? '–')
  }
}
