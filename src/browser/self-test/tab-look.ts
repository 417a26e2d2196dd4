import type { Tabs, WebNavigation, WebRequest } from 'webextension-polyfill'
import type { AloneProbe, AloneSight } from './alone-probe.ts'

interface LookParts {
  readonly tabs: Pick<Tabs.Static, 'create' | 'reload' | 'remove'>
  /** A word that no address had before. */
  readonly newWord: () => string
  /** Told of the tab before it goes anywhere. */
  readonly onOpen: (tabId: number) => Promise<unknown>
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
 * and its awakening is broken off before anybody hears of it.
 */
export function createTabLook(
  { connect }: Pick<AloneProbe, 'connect'>,
  { tabs, newWord, onOpen }: LookParts,
): TabLook {
  const asleep = new Map<number, string>()
  const awoken = new Map<number, string>()

  return {
    async look(url) {
      const fresh = new URL(`/?${newWord()}`, url).href
      const { id: tabId } = await tabs.create({ url: fresh, active: false, discarded: true })
      if (tabId === undefined) throw new TypeError('a tab without a number')
      return connect(fresh, {
        tabId,
        isFrame: false,
        open: async (address) => {
          asleep.set(tabId, address)
          await onOpen(tabId)
          await tabs.reload(tabId)
        },
        close: async () => {
          asleep.delete(tabId)
          awoken.delete(tabId)
          // It rejects where the user has closed it meanwhile.
          await tabs.remove(tabId).catch(() => undefined)
        },
      })
    },
    onBeforeRequest({ tabId, url }) {
      if (asleep.get(tabId) !== url) return {}
      asleep.delete(tabId)
      awoken.set(tabId, url)
      return { cancel: true }
    },
    onErrorOccurred({ tabId, frameId, url }) {
      if (frameId !== 0 || awoken.get(tabId) !== url) return
      awoken.delete(tabId)
      tabs.reload(tabId, { bypassCache: true }).catch(() => undefined)
    },
  }
}
