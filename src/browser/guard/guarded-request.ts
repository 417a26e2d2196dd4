import type { WebRequest } from 'webextension-polyfill'
import type { GuardedRequest } from './sighting.ts'

const ROLES: Partial<Record<WebRequest.ResourceType, GuardedRequest['role']>> = {
  main_frame: 'page',
  sub_frame: 'frame',
}

export function readRequest(details: WebRequest.OnHeadersReceivedDetailsType): GuardedRequest {
  const { requestId, tabId, url, method, type } = details
  return {
    requestId,
    tabId,
    role: ROLES[type] ?? 'part',
    url,
    host: new URL(url).host,
    method,
    isPrivate: details.incognito === true,
  }
}
