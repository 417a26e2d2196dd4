import type { Proxy } from 'webextension-polyfill'

type Details = Pick<Proxy.OnRequestDetailsType, 'url' | 'method' | 'tabId' | 'originUrl' | 'requestHeaders'>

/** The slice of `browser.proxy` that is used here. */
export interface ProxySlice {
  readonly onRequest: Pick<Proxy.OnRequestEvent, 'addListener' | 'removeListener'>
  readonly settings: Pick<Proxy.Static['settings'], 'get'>
}

/** Whom nobody is to reach meanwhile. */
export interface CutOffTargets {
  /** Addresses of responders: Firefox's own requests to these, and to no others, fail. */
  readonly responders: ReadonlySet<string>
  /** Hosts, with their ports: our own requests to these fail. */
  readonly hosts: ReadonlySet<string>
}

export interface CutOff {
  /** How many of Firefox's own requests were cut off so far. */
  readonly asked: () => number
  readonly end: () => void
}

/** Nobody listens there (RFC 863), and nothing goes round it: Firefox does so for its own updates alone. */
const DEAD_PROXY = { type: 'http', host: '127.0.0.1', port: 9 } as const

/**
 * Sends to a dead proxy what Firefox asks these responders, and what we ask these hosts. `proxy.onRequest` is the only place
 * where an add-on sees Firefox's own requests to responders; what marks them is their content type.
 */
export async function cutOff(
  proxy: ProxySlice,
  origin: string,
  { responders, hosts }: CutOffTargets,
): Promise<CutOff> {
  let asked = 0
  const listener = (details: Details): typeof DEAD_PROXY | undefined => {
    if (isFromFirefox(details)) {
      if (!isOcsp(details) || !responders.has(details.url)) return undefined
      asked++
      return DEAD_PROXY
    }
    const isOurs = details.originUrl?.startsWith(origin) === true
    return isOurs && hosts.has(new URL(details.url).host) ? DEAD_PROXY : undefined
  }
  proxy.onRequest.addListener(listener, { urls: ['<all_urls>'] }, ['requestHeaders'])
  // Firefox takes a while to hear of the first listener after the permission was given, and answers in order.
  await proxy.settings.get({}).catch(() => undefined)
  return { asked: () => asked, end: () => proxy.onRequest.removeListener(listener) }
}

function isFromFirefox({ tabId, originUrl }: Details): boolean {
  return tabId === -1 && originUrl === undefined
}

function isOcsp({ method, requestHeaders = [] }: Details): boolean {
  return (
    method === 'POST' &&
    requestHeaders.some(
      ({ name, value }) => name.toLowerCase() === 'content-type' && value === 'application/ocsp-request',
    )
  )
}
