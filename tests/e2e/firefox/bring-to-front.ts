import type { Chrome } from './chrome.ts'
import type { XULBrowser } from './chrome-window.ts'
import type { Tab } from './tab.ts'

/** As a click into its page does: tab, window and page have the focus. */
export function bringToFront(chrome: Chrome, tab: Tab): Promise<void> {
  return chrome.runAt(tab, focus)
}

// Sent to Firefox as text.

function focus(page: XULBrowser): void {
  const { gBrowser } = page.ownerDocument.defaultView
  const tab = gBrowser.getTabForBrowser(page)
  page.ownerDocument.defaultView.focus()
  if (tab) gBrowser.selectedTab = tab
  page.focus()
}
