import type { WebRequest } from 'webextension-polyfill'

type Answer = WebRequest.BlockingResponse

/** A blocking listener whose faults refuse the request: Firefox lets it go where one throws or rejects. */
export function refusing<D>(
  listener: (details: D) => Answer | Promise<Answer>,
): (details: D) => Promise<Answer> {
  return async (details) => {
    try {
      return await listener(details)
    } catch (error) {
      console.error('Hardfail could not judge a request, and has refused it:', error)
      return { cancel: true }
    }
  }
}
