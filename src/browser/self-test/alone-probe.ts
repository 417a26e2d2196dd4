import type { WebNavigation, WebRequest } from 'webextension-polyfill'
import type { Alone } from '../../policy/alone.ts'
import { readChain, readHandshake, type ReceivedChain } from '../handshake.ts'
import { aloneRefusal } from './alone-refusal.ts'

/** What came of a connection that Firefox judged by itself. */
export interface AloneSight {
  readonly alone: Alone
  /** The chain that Firefox built, where it accepted it. */
  readonly chain: ReceivedChain | undefined
}

/** Where an address is opened for a moment. */
export interface Place {
  readonly tabId: number
  readonly isFrame: boolean
  /** Goes there. */
  readonly open: (url: string) => void | Promise<void>
  readonly close: () => void | Promise<void>
}

/**
 * Navigates to addresses and tells how Firefox alone took them: as navigations, because of a fetch that failed Firefox
 * only says why in a sentence, in the language of the browser. Nothing is loaded: a site that Firefox accepts is broken off
 * as soon as its headers have arrived, and gets no cookies.
 */
export interface AloneProbe {
  readonly connect: (url: string, place: Place) => Promise<AloneSight>
  readonly onBeforeSendHeaders: (
    details: Requested & Pick<WebRequest.OnBeforeSendHeadersDetailsType, 'requestHeaders'>,
  ) => WebRequest.BlockingResponse
  readonly onHeadersReceived: (
    details: Requested & Pick<WebRequest.OnHeadersReceivedDetailsType, 'requestId'>,
  ) => Promise<WebRequest.BlockingResponse> | WebRequest.BlockingResponse
  /** Names what went wrong below TLS. */
  readonly onRequestFailed: (details: Requested & { readonly error: string }) => void
  readonly onRefused: (
    details: Pick<WebNavigation.OnErrorOccurredDetailsType, 'tabId' | 'frameId' | 'url'> & {
      readonly error?: string
    },
  ) => void
}

interface Requested {
  readonly tabId: number
  readonly frameId: number
  readonly url: string
}

interface Waiting {
  readonly url: string
  readonly tabId: number
  readonly isFrame: boolean
  readonly tell: (sight: AloneSight) => void
  failure: string | undefined
}

interface AloneProbeParts {
  readonly securityInfo: (requestId: string) => Promise<WebRequest.SecurityInfo | undefined>
  readonly wait: (ms: number) => Promise<void>
}

/** As long as Firefox waits for a responder at most, and some. */
const PATIENCE_MS = 25_000

const WITHHELD = new Set(['cookie', 'referer', 'accept-language', 'authorization'])

export function createAloneProbe({ securityInfo, wait }: AloneProbeParts): AloneProbe {
  const waiting = new Set<Waiting>()
  const find = ({ url, tabId, frameId }: Requested): Waiting | undefined =>
    [...waiting].find((one) => one.url === url && one.tabId === tabId && one.isFrame === (frameId !== 0))

  return {
    async connect(address, { tabId, isFrame, open, close }) {
      const url = new URL(address).href
      let one: Waiting | undefined
      const seen = new Promise<AloneSight>((tell) => {
        one = { url, tabId, isFrame, tell, failure: undefined }
        waiting.add(one)
      })
      try {
        await open(url)
        return await Promise.race([seen, wait(PATIENCE_MS).then(() => unreachable('NS_ERROR_NET_TIMEOUT'))])
      } finally {
        if (one !== undefined) waiting.delete(one)
        await close()
      }
    },
    onBeforeSendHeaders(details) {
      const { requestHeaders = [] } = details
      if (find(details) === undefined) return {}
      return { requestHeaders: requestHeaders.filter(({ name }) => !WITHHELD.has(name.toLowerCase())) }
    },
    onHeadersReceived(details) {
      const one = find(details)
      if (one === undefined) return {}
      return securityInfo(details.requestId)
        .then((info) => {
          // In a tab another request takes the place of one that is gone.
          if (info !== undefined || one.isFrame) one.tell(sightOf(info))
        })
        .catch(() => one.tell(unreachable('no word about the connection')))
        .then(() => ({ cancel: true }))
    },
    onRequestFailed(details) {
      const one = find(details)
      if (one !== undefined) one.failure = details.error
    },
    onRefused(details) {
      const one = find(details)
      // The navigation is replaced by the one to the error page before its own error is told.
      if (one === undefined || details.error === undefined || ABORTED.has(details.error)) return
      const refused = aloneRefusal(details.error)
      one.tell(
        refused === undefined
          ? unreachable(one.failure ?? details.error)
          : { alone: { kind: 'refused', ...refused }, chain: undefined },
      )
    },
  }
}

/** NS_BINDING_ABORTED and NS_ERROR_ABORT. */
const ABORTED = new Set(['Error code 2152398850', 'Error code 2147500036'])

function sightOf(info: WebRequest.SecurityInfo | undefined): AloneSight {
  const { kind } = readHandshake(info, false)
  switch (kind) {
    case 'accepted':
      return { alone: { kind: 'loaded' }, chain: readChain(info) }
    case 'overridden':
      return { alone: { kind: 'overridden' }, chain: undefined }
    case 'none':
      return unreachable('no word about the connection')
  }
}

function unreachable(detail: string): AloneSight {
  return { alone: { kind: 'unreachable', detail }, chain: undefined }
}
