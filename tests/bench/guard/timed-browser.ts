import browser, { type WebRequest } from 'webextension-polyfill'

/** What one decision of the guard took, in milliseconds. A plain value. */
export type Decision = {
  readonly url: string
  /** From the call of the listener until its answer. */
  readonly total: number
  /** Of it, waiting for getSecurityInfo. */
  readonly browser: number
  /** How often getSecurityInfo was asked: once only where the fingerprint was known. */
  readonly asked: number
  readonly isHeld: boolean
}

type Listener = (
  details: WebRequest.OnHeadersReceivedDetailsType,
) => WebRequest.BlockingResponse | Promise<WebRequest.BlockingResponse>

const { webRequest } = browser
const decisions: Decision[] = []
const asked = new Map<string, number[]>()
Object.assign(globalThis, { decisions })

function timed(listener: Listener): Listener {
  return async (details) => {
    asked.set(details.requestId, [])
    const startedAt = performance.now()
    const response = await listener(details)
    const total = performance.now() - startedAt
    const times = asked.get(details.requestId) ?? []
    asked.delete(details.requestId)
    decisions.push({
      url: details.url,
      total,
      browser: times.reduce((sum, time) => sum + time, 0),
      asked: times.length,
      isHeld: response.cancel === true,
    })
    return response
  }
}

/** The API as it is, but for a stopwatch at the guard and at the one thing that it asks Firefox for. */
export default {
  ...browser,
  webRequest: {
    ...webRequest,
    getSecurityInfo: async (requestId: string, options: WebRequest.GetSecurityInfoOptionsType) => {
      const startedAt = performance.now()
      const info = await webRequest.getSecurityInfo(requestId, options)
      asked.get(requestId)?.push(performance.now() - startedAt)
      return info
    },
    onHeadersReceived: {
      addListener: (
        listener: Listener,
        filter: WebRequest.RequestFilter,
        extra?: WebRequest.OnHeadersReceivedOptions[],
      ) => {
        const isGuard = filter.types?.includes('sub_frame') === true
        webRequest.onHeadersReceived.addListener(isGuard ? timed(listener) : listener, filter, extra)
      },
    },
  },
}
