import type { WebRequest } from 'webextension-polyfill'
import type { GuardedRequest } from './sighting.ts'

const ROLES: Partial<Record<WebRequest.ResourceType, GuardedRequest['role']>> = {
  main_frame: 'page',
  sub_frame: 'frame',
  // <object> and <embed> may hold a document.
  object: 'frame',
}

export function readRequest(details: WebRequest.OnHeadersReceivedDetailsType): GuardedRequest {
  const { requestId, tabId, url, method, type } = details
  return {
    requestId,
    tabId,
    role: isFromWorker(details) ? 'worker' : (ROLES[type] ?? 'part'),
    url,
    host: new URL(url).host,
    method,
    isPrivate: details.incognito === true,
  }
}

/** In the name of no tab, from a script of the same site: the fetch of a service worker, which may be for a page. */
function isFromWorker({
  tabId,
  url,
  originUrl,
}: {
  readonly tabId: number
  readonly url: string
  readonly originUrl?: string
}): boolean {
  return (
    tabId < 0 &&
    originUrl !== undefined &&
    URL.canParse(originUrl) &&
    new URL(originUrl).host === new URL(url).host
  )
}
