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

/** The web as fetch and webRequest show it: servers by host name, and a log of what they were asked. */
export class FakeWeb {
  readonly servers = new Map<string, Server>()
  readonly requests: SeenRequest[] = []
  /** False during an outage of everything. */
  isUp = true
  /** HTTPS-Only Mode, and nobody who speaks it. */
  isHttpsOnly = false
  readonly ownRequests = createOwnRequests({ checkName: () => Promise.resolve(undefined) })

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const { host } = new URL(url)
    const body = init.body instanceof Uint8Array ? new Uint8Array(init.body) : undefined
    const request = { url, host, method: init.method ?? 'GET', headers: new Headers(init.headers), body }
    const requestId = String(this.requests.length)
    const asked = this.isHttpsOnly ? url.replace(/^http:/, 'https:') : url
    this.ownRequests.onBeforeRequest({ requestId, url: new URL(asked).href })
    const isReached = this.isUp && !this.isHttpsOnly
    const answer = isReached ? await this.servers.get(host)?.(request) : undefined
    this.requests.push({ ...request, status: answer && (answer.status ?? 200) })
    if (answer === undefined || answer.error !== undefined) {
      const error = answer?.error ?? 'NS_ERROR_CONNECTION_REFUSED'
      this.ownRequests.onErrorOccurred({ requestId, error })
      throw new TypeError('NetworkError when attempting to fetch resource.')
    }
    const { status = 200, headers = {}, bytes, stream } = answer
    return new Response(status === 304 ? null : (stream ?? bytes), { status, headers })
  }

  /** The requests to a host, in order: their status each, or "–". */
  statusesAt(host: string): readonly (number | '–')[] {
    return this.requests.filter((request) => request.host === host).map(({ status }) => status ?? '–')
  }
}
