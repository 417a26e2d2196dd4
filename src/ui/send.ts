import type { Protocol, RequestType, Send } from '../browser/messages.ts'

/** Nobody answered: the background is starting, suspended or broken. */
export class NoReplyError extends Error {
  override name = 'NoReplyError'
}

export function createSend(sendMessage: (message: unknown) => Promise<unknown>): Send {
  return async <T extends RequestType>(type: T, request: Protocol[T]['request']) => {
    const reply = await sendMessage({ type, ...request })
    if (reply === undefined && type !== 'page.export') throw new NoReplyError(type)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the background keeps the Protocol
    return reply as Protocol[T]['reply']
  }
}
