import type { Protocol, RequestType } from '../../../src/browser/messages.ts'
import { type AddonErrors, watchAddonErrors } from './addon-errors.ts'
import type { Bidi } from './bidi.ts'
import type { Json } from './call.ts'
import type { Chrome } from './chrome.ts'
import type { ChromeWindow, XULBrowser } from './chrome-window.ts'
import { waitUntil } from '../wait-until.ts'
import { openInFront } from './open-in-front.ts'
import { openTab, type Tab } from './tab.ts'

export const ADDON_ID = 'hardfail@hardfail.example'

/** Fixed by a preference, so that the add-on's addresses are known before it is installed. */
export const ADDON_UUID = '4a8f7d3c-0b52-4e7e-9c0f-5d1e2b6a7f10'

const ORIGIN = `moz-extension://${ADDON_UUID}`

export const addonUrl = (path: string): string => `${ORIGIN}/${path}`

/** The installed add-on. */
export interface Addon {
  /** Opens one of its pages in a tab and waits until it is loaded. */
  openPage(path: string, beside?: Tab): Promise<Tab>
  /** Asks the background from a blank page of the add-on's; `askFrom` asks from a particular one. */
  ask<T extends RequestType>(type: T, request: Protocol[T]['request']): Promise<Protocol[T]['reply']>
  /** Waits until OneCRL and the filters of CRLite are in force, as they are in a browser that was used before. */
  untilOfflineData(): Promise<void>
  /** The number by which add-ons know the tab. */
  tabId(tab: Tab): Promise<number>
  /** `running`, `stopped` (the event page is suspended), `starting`, `suspending`. */
  backgroundState(): Promise<string>
  /** Ends the event page, as idleness does, or at once in the middle of its work. */
  suspendBackground(): Promise<void>
  /** Of the process in which all of its pages and its event page live; undefined while there is none. */
  processId(): Promise<number | undefined>
  /** None may be left when the session ends: a test that causes one on purpose looks at it and forgets it. */
  readonly errors: AddonErrors
}

const NOT_INSTALLED = 'not installed'

/**
 * For the session; with an archive (unsigned: ESR and Nightly can be told to take it) for the life of the profile. Where
 * it is let into private windows, it is installed first and then started again, which closes the pages that it has opened.
 */
export async function installAddon(
  bidi: Bidi,
  chrome: Chrome,
  source: { readonly folder: string } | { readonly archive: string },
  isInPrivateWindows = true,
): Promise<Addon> {
  const errors = await watchAddonErrors(chrome, ORIGIN)
  if ((await chrome.run(backgroundState, ADDON_ID)) === NOT_INSTALLED) {
    const isArchive = 'archive' in source
    await bidi.send('webExtension.install', {
      extensionData: isArchive
        ? { type: 'archivePath', path: source.archive }
        : { type: 'path', path: source.folder },
      'moz:allowPrivateBrowsing': isInPrivateWindows,
      'moz:permanent': isArchive,
    })
  }
  const openPage = async (path: string, beside?: Tab) => {
    const tab = await openInFront(bidi, chrome, beside)
    await bidi.send('browsingContext.navigate', {
      context: tab.context,
      url: addonUrl(path),
      wait: 'complete',
    })
    return tab
  }
  let desk: Promise<Tab> | undefined
  const ask: Addon['ask'] = async (type, request) => {
    desk ??= openDesk(bidi)
    return askFrom(await desk, type, request)
  }
  return {
    openPage,
    ask,
    untilOfflineData: () =>
      waitUntil(async () => {
        const { collections } = await ask('offline', {})
        return Object.values(collections).every(({ inForce }) => inForce !== undefined)
      }),
    tabId: (tab) => chrome.runAt(tab, tabId, ADDON_ID),
    backgroundState: () => chrome.run(backgroundState, ADDON_ID),
    suspendBackground: () => chrome.run(suspendBackground, ADDON_ID),
    processId: () => chrome.run(processId),
    errors,
  }
}

/** Asks the background from one of the add-on's own pages. */
export async function askFrom<T extends RequestType>(
  page: Tab,
  type: T,
  request: Protocol[T]['request'],
): Promise<Protocol[T]['reply']> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- requests and replies are plain values
  return (await page.run(sendMessage, { type, ...request } as Json)) as never
}

// A page of the add-on's origin without any script of its own, so that asking disturbs nothing.
async function openDesk(bidi: Bidi): Promise<Tab> {
  const tab = await openTab(bidi)
  const url = addonUrl('icons/verified.svg')
  await bidi.send('browsingContext.navigate', { context: tab.context, url, wait: 'complete' })
  return tab
}

// The rest is sent to Firefox as text.

declare const browser: { readonly runtime: { sendMessage(message: Json): Promise<Json> } }

function sendMessage(message: Json): Promise<Json> {
  return browser.runtime.sendMessage(message)
}

function tabId(page: XULBrowser, id: string): number {
  const { gBrowser, WebExtensionPolicy } = page.ownerDocument.defaultView
  const tab = gBrowser.getTabForBrowser(page)
  return (tab && WebExtensionPolicy.getByID(id)?.extension.tabManager.getWrapper(tab).id) ?? -1
}

function backgroundState({ WebExtensionPolicy }: ChromeWindow, id: string): string {
  return WebExtensionPolicy.getByID(id)?.extension.backgroundState ?? 'not installed'
}

// Without the second, a listener that has not answered yet puts it off for once.
async function suspendBackground({ WebExtensionPolicy }: ChromeWindow, id: string): Promise<void> {
  const how = { ignoreDevToolsAttached: true, disableResetIdleForTest: true }
  await WebExtensionPolicy.getByID(id)?.extension.terminateBackground(how)
}

async function processId({ ChromeUtils }: ChromeWindow): Promise<number | undefined> {
  const { children } = await ChromeUtils.requestProcInfo()
  return children.find(({ type }) => type === 'extension')?.pid
}
