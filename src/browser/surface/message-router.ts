import type { Runtime } from 'webextension-polyfill'
import { readInterstitialAddress } from '../guard/interstitial-address.ts'
import type { Protocol, RequestType } from '../messages.ts'

/** Which of our own pages asks. */
export interface Sender {
  /** Undefined for the popup. */
  readonly tabId: number | undefined
  readonly isPrivate: boolean
}

/** Answers each kind of request from our own pages. */
export type Handlers = {
  readonly [T in RequestType]: (
    request: Protocol[T]['request'],
    sender: Sender,
  ) => Promise<Protocol[T]['reply']>
}

/** Requests that only the interstitial with that id may make, from its own tab's top frame. */
const HOLD_REQUESTS = new Set<RequestType>(['hold', 'hold.retry', 'hold.continue'])

/**
 * Lets in what our own pages send, and nothing else. Content scripts do not exist here, so a sender without our own
 * origin is an intruder.
 */
export function createMessageRouter(
  handlers: Handlers,
  own: { id: string; origin: string; interstitial: string },
) {
  return (message: unknown, sender: Runtime.MessageSender): Promise<unknown> | undefined => {
    if (sender.id !== own.id || sender.url?.startsWith(own.origin) !== true) return undefined
    if (!isRequest(message, handlers)) return Promise.reject(new TypeError('not a request'))
    if (HOLD_REQUESTS.has(message.type) && !isFromInterstitial(message, sender, own.interstitial)) {
      return Promise.reject(new TypeError('not from that interstitial'))
    }
    return dispatch(handlers, message.type, message, {
      tabId: sender.tab?.id,
      isPrivate: sender.tab?.incognito === true,
    })
  }
}

function isRequest(message: unknown, handlers: Handlers): message is { type: RequestType } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    typeof message.type === 'string' &&
    Object.hasOwn(handlers, message.type)
  )
}

function isFromInterstitial(message: object, sender: Runtime.MessageSender, interstitial: string): boolean {
  if (!('id' in message) || typeof message.id !== 'string') return false
  return (
    sender.frameId === 0 &&
    sender.tab?.id !== undefined &&
    readInterstitialAddress(interstitial, sender.url ?? '')?.id === message.id
  )
}

function dispatch<T extends RequestType>(handlers: Handlers, type: T, message: object, sender: Sender) {
  return handlers[type](message, sender)
}
