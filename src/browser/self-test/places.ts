import type { Tabs, WebNavigation } from 'webextension-polyfill'
import type { AloneProbe, AloneSight } from './alone-probe.ts'

/** Connects from a frame of our page's own, which nobody sees. */
export function createConnectInFrame(
  { connect }: Pick<AloneProbe, 'connect'>,
  { document, tabId }: { readonly document: Document; readonly tabId: number },
): (url: string) => Promise<AloneSight> {
  return (url) => {
    const frame = document.createElement('iframe')
    frame.hidden = true
    frame.sandbox.value = ''
    frame.referrerPolicy = 'no-referrer'
    return connect(url, {
      tabId,
      isFrame: true,
      open: (address) => {
        frame.src = address
        document.body.append(frame)
      },
      close: () => frame.remove(),
    })
  }
}

interface LookParts {
  readonly tabs: Pick<Tabs.Static, 'create' | 'update' | 'reload' | 'remove'>
  /** A word that no address had before. */
  readonly newWord: () => string
  /** Told of the tab before it goes anywhere. */
  readonly onOpen: (tabId: number) => Promise<unknown>
}

export interface TabLook {
  readonly look: (url: string) => Promise<AloneSight>
  /** For every document that is shown. */
  readonly onCommitted: (
    details: Pick<WebNavigation.OnCommittedDetailsType, 'tabId' | 'frameId' | 'url'>,
  ) => void
}

/** Connects from a tab in the background, which is closed at once, past the HTTP cache and past service workers. */
export function createTabLook(
  { connect }: Pick<AloneProbe, 'connect'>,
  { tabs, newWord, onOpen }: LookParts,
): TabLook {
  const looking = new Map<number, string>()

  return {
    async look(url) {
      const { id: tabId } = await tabs.create({ url: 'about:blank', active: false })
      if (tabId === undefined) throw new TypeError('a tab without a number')
      const fresh = new URL(`/?${newWord()}`, url).href
      return connect(fresh, {
        tabId,
        isFrame: false,
        open: async (address) => {
          looking.set(tabId, address)
          await onOpen(tabId)
          await tabs.update(tabId, { url: address })
        },
        close: async () => {
          looking.delete(tabId)
          // It rejects where the user has closed it meanwhile.
          await tabs.remove(tabId).catch(() => undefined)
        },
      })
    },
    onCommitted({ tabId, frameId, url }) {
      // Only a service worker can have answered: then no headers were seen.
      if (frameId !== 0 || looking.get(tabId) !== url) return
      looking.delete(tabId)
      tabs.reload(tabId, { bypassCache: true }).catch(() => undefined)
    },
  }
}
