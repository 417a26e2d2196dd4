import browser, { type WebRequest } from 'webextension-polyfill'
import { refusing } from '../../src/browser/guard/refusing.ts'
import type { OwnRequests } from '../../src/browser/retrieval/own-requests.ts'
import type { Standstill } from '../../src/browser/retrieval/standstill.ts'
import { mustCheckBeforeSending } from '../../src/policy/before-sending.ts'
import type { Guarded } from './guarded.ts'
import type { Kept } from './kept.ts'
import type { Tried } from './tried.ts'

interface WebRequestParts {
  readonly kept: Kept
  readonly guarded: Guarded
  readonly tried: Tried
  readonly ownRequests: OwnRequests
  readonly standstill: Standstill
  /** The address of the page on which sites are tried out. */
  readonly selfTest: string
}

/** What can send more than that it wants something. Of all others, cookies go along: they are looked at where every request is. */
const SENDERS: WebRequest.ResourceType[] = [
  'main_frame',
  'sub_frame',
  'object',
  'xmlhttprequest',
  'beacon',
  'ping',
  'csp_report',
  'websocket',
  'other',
]
const ANYWHERE = ['https://*/*', 'wss://*/*']

/** Everything that is said to Firefox about requests: those of pages, and the add-on's own. */
export function listenToRequests(parts: WebRequestParts): void {
  const { kept, guarded, tried, ownRequests, standstill, selfTest } = parts
  const { runtime, webRequest } = browser
  const { isLookedAt } = tried.proxyLease
  const { checkBeforeSending, clockWatch, guard, probe } = guarded
  const origin = runtime.getURL('')
  const isOwn = ({ originUrl, tabId }: { originUrl?: string; tabId: number }): boolean =>
    tabId === -1 && originUrl?.startsWith(origin) === true
  /** The page that tries sites out opens them in frames, to see what Firefox alone makes of them; it breaks each off itself. */
  const isTrial = ({ type, documentUrl }: { type: string; documentUrl?: string }): boolean =>
    type === 'sub_frame' && documentUrl?.startsWith(selfTest) === true
  // The number of no tab: what pages load never comes by here.
  const own: WebRequest.RequestFilter = { urls: ['<all_urls>'], types: ['xmlhttprequest'], tabId: -1 }

  webRequest.onHeadersReceived.addListener(
    refusing((details) => (isOwn(details) || isTrial(details) ? {} : clockWatch.first(() => guard(details)))),
    { urls: ANYWHERE },
    ['blocking'],
  )
  const beforeSending = (details: WebRequest.OnBeforeRequestDetailsType) =>
    isOwn(details) || isTrial(details) || isLookedAt(details.tabId)
      ? {}
      : clockWatch.first(() => checkBeforeSending(details))
  webRequest.onBeforeRequest.addListener(refusing(beforeSending), { urls: ANYWHERE, types: SENDERS }, [
    'blocking',
  ])
  const beforeAsking = refusing((details: WebRequest.OnBeforeRequestDetailsType) =>
    SENDERS.includes(details.type) ? {} : beforeSending(details),
  )
  const listenToTheRest = () => {
    webRequest.onBeforeRequest.addListener(beforeAsking, { urls: ANYWHERE }, ['blocking'])
  }
  // At once, since Firefox may have woken the event page for one of them; where they are not wanted, it is spared the rest.
  listenToTheRest()
  kept.settings.follow((settings) => {
    if (mustCheckBeforeSending('GET', settings)) listenToTheRest()
    else webRequest.onBeforeRequest.removeListener(beforeAsking)
  })
  void kept.settings.load()
  webRequest.onBeforeRequest.addListener((details) => {
    if (!isOwn(details)) return
    standstill.onBeforeRequest(details)
    ownRequests.onBeforeRequest(details)
  }, own)
  webRequest.onBeforeSendHeaders.addListener(
    refusing((details) =>
      isOwn(details) ? standstill.answer(details.requestId, ownRequests.onBeforeSendHeaders(details)) : {},
    ),
    own,
    ['blocking', 'requestHeaders'],
  )
  webRequest.onHeadersReceived.addListener(
    refusing((details) =>
      isOwn(details)
        ? standstill.answer(
            details.requestId,
            probe.onHeadersReceived(details) ?? ownRequests.onHeadersReceived(details),
          )
        : {},
    ),
    own,
    ['blocking', 'responseHeaders'],
  )
  webRequest.onSendHeaders.addListener(standstill.onProgress, own)
  webRequest.onBeforeRedirect.addListener(standstill.onProgress, own)
  webRequest.onResponseStarted.addListener(standstill.onProgress, own)
  webRequest.onErrorOccurred.addListener((details) => {
    if (!isOwn(details)) return
    standstill.onProgress(details)
    ownRequests.onErrorOccurred(details)
  }, own)
}
