import type { Tabs } from 'webextension-polyfill'
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

/** Connects from a tab in the background, which is closed at once. `onOpen` is told of it before it goes anywhere. */
export function createLookInTab(
  { connect }: Pick<AloneProbe, 'connect'>,
  tabs: Pick<Tabs.Static, 'create' | 'update' | 'remove'>,
  onOpen: (tabId: number) => Promise<unknown>,
): (url: string) => Promise<AloneSight> {
  return async (url) => {
    const { id: tabId } = await tabs.create({ url: 'about:blank', active: false })
    if (tabId === undefined) throw new TypeError('a tab without a number')
    return connect(url, {
      tabId,
      isFrame: false,
      open: async (address) => {
        await onOpen(tabId)
        await tabs.update(tabId, { url: address })
      },
      close: async () => {
        // It rejects where the user has closed it meanwhile.
        await tabs.remove(tabId).catch(() => undefined)
      },
    })
  }
}
