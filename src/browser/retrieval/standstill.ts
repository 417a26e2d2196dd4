import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'

/**
 * Firefox gathers the events of webRequest, of whatever requests, for up to 250 ms, and takes our answers to those that it
 * has gathered only when it has them all (ConduitsParent.sys.mjs, `batch`). So a request of our own can come to wait for
 * one of a page that is held back until that very request has been answered, and both would wait until the deadline. One
 * that does not go on after our answer is given up and begun anew: then it is gathered with others.
 */
export interface Standstill {
  /** As the browser's own. */
  readonly fetch: typeof fetch
  /** Passes on our answer to an event of a request of our own. */
  readonly answer: <T>(requestId: string, answer: T | Promise<T>) => Promise<T>
  readonly onBeforeRequest: (details: { readonly requestId: string; readonly url: string }) => void
  /** It goes on, or has ended. */
  readonly onProgress: (details: { readonly requestId: string }) => void
}

interface StandstillParts {
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** Told of each request that is given up: its number means nothing any more. */
  readonly onGivenUp: (requestId: string) => void
}

/** Longer than Firefox gathers events, ms. */
const PATIENCE_MS = 400

/** Held requests are gathered only once each; where it still stands still after so many times, something else is wrong. */
const MOST_TIMES = 8

interface UnderWay {
  readonly urls: readonly string[]
  requestId?: string
  /** Ends the wait for it to go on. */
  wait?: Cancellation
  giveUp?: () => void
}

export function createStandstill({ fetch, clock, onGivenUp }: StandstillParts): Standstill {
  const underWay = new Set<UnderWay>()
  const byId = (requestId: string) => [...underWay].find((one) => one.requestId === requestId)

  /** Undefined where it was given up. */
  async function attempt(request: Parameters<typeof fetch>, isLast: boolean): Promise<Response | undefined> {
    const [input, init = {}] = request
    const controller = new AbortController()
    const stop = () => controller.abort(init.signal?.reason)
    init.signal?.addEventListener('abort', stop)
    if (init.signal?.aborted === true) stop()
    const one: UnderWay = { urls: addressesOf(input) }
    underWay.add(one)
    const givenUp = new Promise<undefined>((resolve) => {
      if (!isLast) one.giveUp = () => resolve(undefined)
    })
    try {
      const response = await Promise.race([fetch(input, { ...init, signal: controller.signal }), givenUp])
      if (response === undefined) {
        if (one.requestId !== undefined) onGivenUp(one.requestId)
        controller.abort()
      }
      return response
    } finally {
      underWay.delete(one)
      one.wait?.cancel()
    }
  }

  return {
    async fetch(...request) {
      for (let time = 1; ; time++) {
        const response = await attempt(request, time === MOST_TIMES)
        if (response !== undefined) return response
      }
    },
    onBeforeRequest({ requestId, url }) {
      if (byId(requestId) !== undefined) return
      const one = [...underWay].find(({ requestId, urls }) => requestId === undefined && urls.includes(url))
      if (one !== undefined) one.requestId = requestId
    },
    async answer(requestId, answer) {
      const given = await answer
      const one = byId(requestId)
      if (one?.giveUp === undefined) return given
      const wait = new Cancellation()
      one.wait = wait
      void clock.wait(PATIENCE_MS, wait).then(() => {
        if (!wait.cancelled) one.giveUp?.()
      })
      return given
    },
    onProgress({ requestId }) {
      byId(requestId)?.wait?.cancel()
    },
  }
}

/** As webRequest may name it: without the fragment or with it, and with another scheme in HTTPS-Only Mode. */
function addressesOf(input: Parameters<typeof fetch>[0]): readonly string[] {
  const given = new URL(input instanceof Request ? input.url : input)
  const bare = new URL(given)
  bare.hash = ''
  return [given, bare].flatMap(({ href }) => [href, href.replace(/^http:/, 'https:')])
}
