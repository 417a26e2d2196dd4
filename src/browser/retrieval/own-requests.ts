import type { WebRequest } from 'webextension-polyfill'
import type { Cause } from '../../policy/cause.ts'
import { refusalOf } from './url-rules.ts'

const MAX_REDIRECTS = 3

/** What Firefox's names for a failed request mean. Whatever is not listed counts as unreachable. */
const CAUSE_OF_ERROR: Readonly<Record<string, Cause>> = {
  NS_ERROR_UNKNOWN_HOST: 'dns-failed',
  NS_ERROR_UNKNOWN_PROXY_HOST: 'dns-failed',
  NS_ERROR_OFFLINE: 'offline',
  NS_ERROR_NET_TIMEOUT: 'responder-timeout',
  NS_ERROR_REDIRECT_LOOP: 'too-many-redirects',
  NS_ERROR_DOM_BAD_URI: 'url-refused',
}

/** Headers that would tell a CA more than it needs. Origin would carry this installation's own identifier. */
const WITHHELD = new Set(['origin', 'cookie', 'referer', 'accept-language'])

/** Follows one of our own requests through its redirects. */
export interface Trace {
  /** Resolves with the cause when the request has failed. */
  readonly failed: Promise<Failure>
  /** Firefox asked over https though http was wanted: HTTPS-Only Mode does so (or, seldom, the host's own HSTS). */
  readonly isUpgraded: () => boolean
  readonly end: () => void
}

interface Failure {
  readonly cause: Cause
  readonly detail?: string
}

interface Followed {
  readonly url: string
  readonly isBuiltInRoot: boolean
  requestId?: string
  isUpgraded: boolean
  redirects: number
  fail?: (failure: Failure) => void
}

/** The webRequest side of our own fetches: they pass through our own listeners like everybody's. */
export interface OwnRequests {
  /** To be called just before fetching the URL. */
  readonly follow: (url: string, isBuiltInRoot: boolean) => Trace
  readonly onBeforeRequest: (
    details: Pick<WebRequest.OnBeforeRequestDetailsType, 'requestId' | 'url'>,
  ) => void
  readonly onBeforeSendHeaders: (
    details: Pick<WebRequest.OnBeforeSendHeadersDetailsType, 'requestHeaders'>,
  ) => WebRequest.BlockingResponse
  readonly onHeadersReceived: (
    details: Pick<
      WebRequest.OnHeadersReceivedDetailsType,
      'requestId' | 'url' | 'statusCode' | 'responseHeaders'
    >,
  ) => WebRequest.BlockingResponse
  readonly onErrorOccurred: (
    details: Pick<WebRequest.OnErrorOccurredDetailsType, 'requestId' | 'error'>,
  ) => void
}

/** `onHttp` is told of each request that was to go over http:, whether Firefox has made it one over https:. */
export function createOwnRequests(onHttp: (wasUpgraded: boolean) => void = () => undefined): OwnRequests {
  const followed = new Set<Followed>()
  const byId = (requestId: string): Followed | undefined =>
    [...followed].find((one) => one.requestId === requestId)

  return {
    follow(url, isBuiltInRoot) {
      const one: Followed = { url: new URL(url).href, isBuiltInRoot, isUpgraded: false, redirects: 0 }
      const failed = new Promise<Failure>((resolve) => {
        one.fail = resolve
      })
      followed.add(one)
      return { failed, isUpgraded: () => one.isUpgraded, end: () => followed.delete(one) }
    },
    onBeforeRequest({ requestId, url }) {
      const isMeant = (one: Followed) => one.url === url || secured(one.url) === url
      const one = byId(requestId) ?? [...followed].find((one) => one.requestId === undefined && isMeant(one))
      if (one === undefined) return
      one.requestId = requestId
      if (one.url !== url && secured(one.url) === url) {
        one.isUpgraded = true
        onHttp(true)
      }
    },
    onBeforeSendHeaders({ requestHeaders = [] }) {
      return { requestHeaders: requestHeaders.filter(({ name }) => !WITHHELD.has(name.toLowerCase())) }
    },
    onHeadersReceived({ requestId, url, statusCode, responseHeaders = [] }) {
      // HTTPS-Only Mode leaves addresses of this machine as they are.
      if (url.startsWith('http:') && !isNumeric(url)) onHttp(false)
      const location = responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value
      if (statusCode < 300 || statusCode >= 400 || location === undefined) return {}
      const one = byId(requestId)
      const failure = judgeRedirect(location, url, one)
      if (failure === undefined) return {}
      one?.fail?.(failure)
      return { cancel: true }
    },
    onErrorOccurred({ requestId, error }) {
      byId(requestId)?.fail?.({ cause: CAUSE_OF_ERROR[error] ?? 'responder-unreachable', detail: error })
    },
  }
}

function isNumeric(url: string): boolean {
  return /^(?:[\d.]+|\[.*\]|(?:.*\.)?localhost)$/.test(new URL(url).hostname)
}

function secured(url: string): string {
  return url.replace(/^http:/, 'https:')
}

// A request of ours that nobody follows is not known to be allowed anywhere.
function judgeRedirect(location: string, base: string, one: Followed | undefined): Failure | undefined {
  if (one === undefined) return { cause: 'url-refused' }
  one.redirects++
  if (one.redirects > MAX_REDIRECTS) return { cause: 'too-many-redirects' }
  const target = URL.canParse(location, base) ? new URL(location, base).href : location
  const refusal = refusalOf(target, { isBuiltInRoot: one.isBuiltInRoot, isRedirect: true })
  return refusal === undefined ? undefined : { cause: 'url-refused', detail: refusal }
}
