import type { Tabs, WebNavigation, WebRequest } from 'webextension-polyfill'
import type { AloneProbe, AloneSight } from './alone-probe.ts'

interface LookParts {
  readonly tabs: Pick<Tabs.Static, 'create' | 'reload' | 'remove'>
  /** A word that no address had before. */
  readonly newWord: () => string
  /** Told of the tab before it goes anywhere. */
  readonly onOpen: (tabId: number) => Promise<unknown>
  readonly wait: (ms: number) => Promise<void>
}

export interface TabLook {
  readonly look: (url: string) => Promise<AloneSight>
  /** For every document, before anybody is asked for it. */
  readonly onBeforeRequest: (
    details: Pick<WebRequest.OnBeforeRequestDetailsType, 'tabId' | 'url'>,
  ) => WebRequest.BlockingResponse
  /** For every document that did not come. */
  readonly onErrorOccurred: (
    details: Pick<WebNavigation.OnErrorOccurredDetailsType, 'tabId' | 'frameId' | 'url'>,
  ) => void
}

/**
 * Connects from a tab in the background, which is closed at once. Past the HTTP cache and past service workers Firefox goes
 * with a reload alone, and only a tab that has an address already can be reloaded: it begins as one that was put to sleep,
 * and its awakening, for which Firefox may set out twice, is broken off before anybody hears of it.
 */
export function createTabLook(
  { connect }: Pick<AloneProbe, 'connect'>,
  { tabs, newWord, onOpen, wait }: LookParts,
): TabLook {
  /** What is broken off: by the tab, its address and how often that was done. */
  const awakening = new Map<number, { readonly url: string; times: number }>()

  return {
    async look(url) {
      const fresh = new URL(`/?${newWord()}`, url).href
      const { id: tabId } = await tabs.create({ url: fresh, active: false, discarded: true })
      if (tabId === undefined) throw new TypeError('a tab without a number')
      return connect(fresh, {
        tabId,
        isFrame: false,
        open: async (address) => {
          awakening.set(tabId, { url: address, times: 0 })
          await onOpen(tabId)
          await tabs.reload(tabId)
        },
        close: async () => {
          awakening.delete(tabId)
          // It rejects where the user has closed it meanwhile.
          await tabs.remove(tabId).catch(() => undefined)
        },
      })
    },
    onBeforeRequest({ tabId, url }) {
      const one = awakening.get(tabId)
      if (one?.url !== url) return {}
      one.times++
      return { cancel: true }
    },
    onErrorOccurred({ tabId, frameId, url }) {
      const one = awakening.get(tabId)
      if (frameId !== 0 || one?.url !== url || one.times === 0) return
      const { times } = one
      void wait(QUIET_MS).then(() => {
        if (awakening.get(tabId) !== one || one.times !== times) return undefined
        awakening.delete(tabId)
        return tabs.reload(tabId, { bypassCache: true }).catch(() => undefined)
      })
    },
  }
}

/** Within it Firefox sets out the second time, if it does. */
const QUIET_MS = 100
