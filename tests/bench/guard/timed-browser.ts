import browser, { type WebRequest } from 'webextension-polyfill'

/** What one decision of the guard took, in milliseconds. A plain value. */
export interface Decision {
  readonly url: string
  /** From the call of the listener until its answer. */
  readonly total: number
  /** Of it, waiting for getSecurityInfo. */
  readonly securityInfo: number
  /** Of it, calling what shows and stores the decision, without waiting. */
  readonly calls: number
  /** How often getSecurityInfo was asked: once only where the fingerprint was known. */
  readonly asked: number
  readonly isHeld: boolean
}

const { action, storage, webRequest } = browser
const decisions: Decision[] = []
const securityInfoTimes = new Map<string, number[]>()
let msInCalls = 0
Object.assign(globalThis, { decisions })

/** The API as it is, but for stopwatches at the guard and at what it calls meanwhile. */
export default {
  ...browser,
  action: timeCalls(action),
  storage: { ...storage, local: timeCalls(storage.local), session: timeCalls(storage.session) },
  webRequest: {
    ...webRequest,
    getSecurityInfo: async (requestId: string, options: WebRequest.GetSecurityInfoOptionsType) => {
      const startedAt = performance.now()
      const info = await webRequest.getSecurityInfo(requestId, options)
      securityInfoTimes.get(requestId)?.push(performance.now() - startedAt)
      return info
    },
    onHeadersReceived: { addListener },
  },
}

type Listener = (
  details: WebRequest.OnHeadersReceivedDetailsType,
) => WebRequest.BlockingResponse | Promise<WebRequest.BlockingResponse>

function addListener(
  listener: Listener,
  filter: WebRequest.RequestFilter,
  extra?: WebRequest.OnHeadersReceivedOptions[],
): void {
  const isGuard = filter.urls.includes('wss://*/*')
  webRequest.onHeadersReceived.addListener(isGuard ? timeDecisions(listener) : listener, filter, extra)
}

// One decision at a time, so that whatever is called in between belongs to it.
function timeDecisions(listener: Listener): Listener {
  return async (details) => {
    const { requestId, url } = details
    const times: number[] = []
    securityInfoTimes.set(requestId, times)
    msInCalls = 0
    const startedAt = performance.now()
    const response = await listener(details)
    const total = performance.now() - startedAt
    securityInfoTimes.delete(requestId)
    decisions.push({
      url,
      total,
      securityInfo: times.reduce((sum, time) => sum + time, 0),
      calls: msInCalls,
      asked: times.length,
      isHeld: response.cancel === true,
    })
    return response
  }
}

function timeCalls<T extends object>(area: T): T {
  return new Proxy(area, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...values: unknown[]): unknown => {
        const startedAt = performance.now()
        const result: unknown = Reflect.apply(member, target, values)
        msInCalls += performance.now() - startedAt
        return result
      }
    },
  })
}
