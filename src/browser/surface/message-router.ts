import type { Runtime } from 'webextension-polyfill'
import type { Protocol, RequestType } from '../messages.ts'

/** Answers each kind of request from our own pages. */
export type Handlers = {
  readonly [T in RequestType]: (request: Protocol[T]['request']) => Promise<Protocol[T]['reply']>
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
    return dispatch(handlers, message.type, message)
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
  const [page, query] = (sender.url ?? '').split('?')
  return (
    sender.frameId === 0 &&
    sender.tab?.id !== undefined &&
    page === interstitial &&
    new URLSearchParams(query).get('id') === message.id
  )
}

function dispatch<T extends RequestType>(handlers: Handlers, type: T, message: object) {
  return handlers[type](message)
}
