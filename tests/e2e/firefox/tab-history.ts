import type { Chrome } from './chrome.ts'
import type { XULBrowser } from './chrome-window.ts'
import type { FirefoxSession } from './session.ts'
import type { Tab } from './tab.ts'

export interface TabHistory {
  readonly entries: readonly string[]
  /** Of the entry that is shown. */
  readonly index: number
}

export function historyOf(chrome: Chrome, tab: Tab): Promise<TabHistory> {
  return chrome.runAt(tab, readHistory)
}

/** As "Duplicate Tab" does. */
export async function duplicateTab(session: FirefoxSession, tab: Tab): Promise<Tab> {
  const before = new Set((await session.tabs()).map(({ context }) => context))
  await session.chrome.runAt(tab, duplicate)
  const copy = (await session.tabs()).find(({ context }) => !before.has(context))
  if (copy === undefined) throw new Error('there is no copy')
  return copy
}

/** As "Move to New Window" does, or dragging it out of its own. */
export function moveToNewWindow(chrome: Chrome, tab: Tab): Promise<void> {
  return chrome.runAt(tab, moveOut)
}

// The rest is sent to Firefox as text.

function readHistory({ browsingContext: { sessionHistory } }: XULBrowser): TabHistory {
  if (!sessionHistory) return { entries: [], index: -1 }
  const { count, index } = sessionHistory
  const entries = Array.from({ length: count }, (_, n) => sessionHistory.getEntryAtIndex(n).URI.spec)
  return { entries, index }
}

async function duplicate(page: XULBrowser): Promise<void> {
  const { gBrowser } = page.ownerDocument.defaultView
  const tab = gBrowser.getTabForBrowser(page)
  if (tab === null) throw new Error('there is no such tab')
  const copy = gBrowser.duplicateTab(tab)
  await new Promise((resolve) => copy.addEventListener('SSTabRestored', resolve, { once: true }))
  gBrowser.selectedTab = copy
}

async function moveOut(page: XULBrowser): Promise<void> {
  const { gBrowser } = page.ownerDocument.defaultView
  const tab = gBrowser.getTabForBrowser(page)
  if (tab === null) throw new Error('there is no such tab')
  const opened = gBrowser.replaceTabWithWindow(tab)
  await new Promise((resolve) => opened.addEventListener('load', resolve, { once: true }))
  await opened.delayedStartupPromise
}
