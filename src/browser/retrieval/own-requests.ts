import type { WebRequest } from 'webextension-polyfill'
import type { CheckName } from './check-name.ts'
import { type Failure, failureOf } from './failure.ts'
import { refusalOf, type UrlCircumstances } from './url-rules.ts'

const MAX_REDIRECTS = 3

/** RFC 9110 §15.5.8. */
const PROXY_AUTHENTICATION_REQUIRED = 407

/** Headers that would tell a CA more than it needs. Origin would carry this installation's own identifier. */
const WITHHELD = new Set(['origin', 'cookie', 'referer', 'accept-language'])

/** Follows one of our own requests through its redirects. */
export interface Trace {
  /** Resolves with the cause when the request has failed. */
  readonly failed: Promise<Failure>
  /** Firefox asked over https though http was wanted: HTTPS-Only Mode does so (or, seldom, the host's own HSTS). */
  readonly isUpgraded: () => boolean
  /** False where Firefox would not even begin, as for a port that it bans. */
  readonly isBegun: () => boolean
  readonly isProxied: () => boolean
  readonly end: () => void
}

interface Followed {
  readonly url: string
  readonly isBuiltInRoot: boolean
  requestId?: string
  isUpgraded: boolean
  isProxied: boolean
  redirects: number
  fail?: (failure: Failure) => void
}

/** Unlike what the types say, it is there without the permission `proxy`, and names what the request goes through. */
interface Proxied {
  readonly proxyInfo?: { readonly type: string } | null | undefined
}

/** The webRequest side of our own fetches: they pass through our own listeners like everybody's. */
export interface OwnRequests {
  /** To be called just before fetching the URL. */
  readonly follow: (url: string, isBuiltInRoot: boolean) => Trace
  readonly onBeforeRequest: (
    details: Pick<WebRequest.OnBeforeRequestDetailsType, 'requestId' | 'url'> & Proxied,
  ) => void
  readonly onBeforeSendHeaders: (
    details: Pick<WebRequest.OnBeforeSendHeadersDetailsType, 'requestId' | 'url' | 'requestHeaders'>,
  ) => Promise<WebRequest.BlockingResponse>
  readonly onHeadersReceived: (
    details: Pick<
      WebRequest.OnHeadersReceivedDetailsType,
      'requestId' | 'url' | 'statusCode' | 'responseHeaders'
    >,
  ) => WebRequest.BlockingResponse
  readonly onErrorOccurred: (
    details: Pick<WebRequest.OnErrorOccurredDetailsType, 'requestId' | 'error'>,
  ) => void
  /** Another request takes the place of this one, from the start. */
  readonly onGivenUp: (requestId: string) => void
}

interface OwnRequestsParts {
  readonly checkName: CheckName
  /** Told of each request that was to go over http:, whether Firefox has made it one over https:. */
  readonly onHttp?: (wasUpgraded: boolean) => void
}

export function createOwnRequests({ checkName, onHttp }: OwnRequestsParts): OwnRequests {
  const followed = new Set<Followed>()
  const byId = (requestId: string): Followed | undefined =>
    [...followed].find((one) => one.requestId === requestId)

  return {
    follow(url, isBuiltInRoot) {
      const one: Followed = {
        url: withoutFragment(url),
        isBuiltInRoot,
        isUpgraded: false,
        isProxied: false,
        redirects: 0,
      }
      const failed = new Promise<Failure>((resolve) => {
        one.fail = resolve
      })
      followed.add(one)
      return {
        failed,
        isUpgraded: () => one.isUpgraded,
        isBegun: () => one.requestId !== undefined,
        isProxied: () => one.isProxied,
        end: () => followed.delete(one),
      }
    },
    onBeforeRequest({ requestId, url: asked, proxyInfo }) {
      const url = withoutFragment(asked)
      const isMeant = (one: Followed) => one.url === url || secured(one.url) === url
      const one = byId(requestId) ?? [...followed].find((one) => one.requestId === undefined && isMeant(one))
      if (one === undefined) return
      one.requestId = requestId
      one.isProxied = (proxyInfo ?? undefined) !== undefined && proxyInfo?.type !== 'direct'
      if (one.url !== url && secured(one.url) === url) {
        one.isUpgraded = true
        onHttp?.(true)
      }
    },
    async onBeforeSendHeaders({ requestId, url, requestHeaders = [] }) {
      const one = byId(requestId)
      // A proxy looks names up by itself, and ours must not go past it.
      const failure =
        one === undefined || one.isProxied ? undefined : await checkName(url, circumstancesOf(one))
      if (failure === undefined) {
        return { requestHeaders: requestHeaders.filter(({ name }) => !WITHHELD.has(name.toLowerCase())) }
      }
      one?.fail?.(failure)
      return { cancel: true }
    },
    onHeadersReceived({ requestId, url, statusCode, responseHeaders = [] }) {
      // HTTPS-Only Mode leaves addresses of this machine as they are.
      if (url.startsWith('http:') && !isNumeric(url)) onHttp?.(false)
      const one = byId(requestId)
      // Where Firefox knows the password it asks again, and this is forgotten.
      if (statusCode === PROXY_AUTHENTICATION_REQUIRED && one?.isProxied === true) {
        one.fail?.({ cause: 'proxy-login' })
      }
      const location = responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value
      if (statusCode < 300 || statusCode >= 400 || location === undefined) return {}
      const failure = judgeRedirect(location, url, one)
      if (failure === undefined) return {}
      one?.fail?.(failure)
      return { cancel: true }
    },
    onErrorOccurred({ requestId, error }) {
      byId(requestId)?.fail?.(failureOf(error))
    },
    onGivenUp(requestId) {
      const one = byId(requestId)
      if (one === undefined) return
      delete one.requestId
      one.redirects = 0
    },
  }
}

function isNumeric(url: string): boolean {
  return /^(?:[\d.]+|\[.*\]|(?:.*\.)?localhost)$/.test(new URL(url).hostname)
}

function secured(url: string): string {
  return url.replace(/^http:/, 'https:')
}

/** It is not sent, and webRequest may or may not show it. */
function withoutFragment(address: string): string {
  const url = new URL(address)
  url.hash = ''
  return url.href
}

function circumstancesOf({ isBuiltInRoot, redirects }: Followed): UrlCircumstances {
  return { isBuiltInRoot, isRedirect: redirects > 0 }
}

// A request of ours that nobody follows is not known to be allowed anywhere.
function judgeRedirect(location: string, base: string, one: Followed | undefined): Failure | undefined {
  if (one === undefined) return { cause: 'url-refused' }
  one.redirects++
  if (one.redirects > MAX_REDIRECTS) return { cause: 'too-many-redirects' }
  const target = URL.canParse(location, base) ? new URL(location, base).href : location
  const refusal = refusalOf(target, circumstancesOf(one))
  return refusal === undefined ? undefined : { cause: 'url-refused', detail: refusal }
}
