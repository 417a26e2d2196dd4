import { waitUntil } from '../wait-until.ts'
import type { Bidi } from './bidi.ts'
import { bringToFront } from './bring-to-front.ts'
import type { Chrome } from './chrome.ts'
import type { XULBrowser } from './chrome-window.ts'
import { openTab, type Tab } from './tab.ts'

/**
 * Opens an empty tab in front, in the window of another tab if one is given. Were the protocol to do that itself, it would
 * wait for an event in the page that was in front before, and for ever where that page opens its document anew meanwhile:
 * document.open() takes every listener away, and it is what the add-on does with a page that it covers.
 */
export async function openInFront(bidi: Bidi, chrome: Chrome, beside?: Tab): Promise<Tab> {
  const tab = await openTab(bidi, beside)
  await bringToFront(chrome, tab)
  await waitUntil(() => chrome.runAt(tab, isShownOrBehind))
  return tab
}

// Sent to Firefox as text.

/** Another may have come to the front since. */
function isShownOrBehind(page: XULBrowser): boolean {
  return page.ownerDocument.defaultView.gBrowser.selectedBrowser !== page || page.docShellIsActive
}
