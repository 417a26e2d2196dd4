import type { WebRequest } from 'webextension-polyfill'
import type { GuardedRequest } from './sighting.ts'

const ROLES: Partial<Record<WebRequest.ResourceType, GuardedRequest['role']>> = {
  main_frame: 'page',
  sub_frame: 'frame',
  // <object> and <embed> may hold a document.
  object: 'frame',
}

type Details = Pick<
  WebRequest.OnHeadersReceivedDetailsType,
  'requestId' | 'tabId' | 'frameId' | 'url' | 'method' | 'type' | 'incognito' | 'originUrl'
>

/** `sent`: its headers, cookies and body are on their way already. */
export function readRequest(details: Details, stage: 'sent' | 'unsent'): GuardedRequest {
  const { requestId, tabId, frameId, url, method } = details
  const role = roleOf(details)
  return {
    requestId,
    tabId,
    role,
    ...(role === 'frame' && { frameId }),
    url,
    // Of private windows nothing is to be remembered.
    host: details.incognito === true ? new URL(url).host : hostOf(url),
    method,
    isPrivate: details.incognito === true,
    isSent: stage === 'sent',
  }
}

function roleOf(details: Details): GuardedRequest['role'] {
  const { tabId, type } = details
  // What the user has Firefox save, or another add-on. WebTransport looks no different.
  if (tabId < 0 && type === 'other') return 'download'
  return isFromWorker(details) ? 'worker' : (ROLES[type] ?? 'part')
}

/** In the name of no tab, from a script of the same site: the fetch of a service worker, which may be for a page. */
function isFromWorker({ tabId, url, originUrl }: Details): boolean {
  return (
    tabId < 0 &&
    originUrl !== undefined &&
    URL.canParse(originUrl) &&
    new URL(originUrl).host === new URL(url).host
  )
}

/** A page asks for many things of few hosts, and to take an address apart is among what takes longest of a decision. */
function hostOf(url: string): string {
  const end = url.indexOf('/', url.indexOf('//') + 2)
  const beforePath = end < 0 ? url : url.slice(0, end)
  const known = hosts.get(beforePath)
  if (known !== undefined) return known
  const { host } = new URL(url)
  if (hosts.size >= MOST_HOSTS) hosts.clear()
  hosts.set(beforePath, host)
  return host
}

const MOST_HOSTS = 500
const hosts = new Map<string, string>()
