import { ADDON_ID } from './addon.ts'
import type { Chrome } from './chrome.ts'
import type { XULBrowser } from './chrome-window.ts'
import type { Tab } from './tab.ts'

/** The add-on's button, as it stands in the toolbar while the tab is in front. */
export interface ToolbarButton {
  /** CSS that carries the address of the icon. */
  readonly style: string
  readonly badge: string
  readonly title: string
}

export function readToolbarButton(chrome: Chrome, tab: Tab): Promise<ToolbarButton> {
  return chrome.runAt(tab, read, ADDON_ID)
}

// The rest is sent to Firefox as text.

function read(page: XULBrowser, addonId: string): ToolbarButton {
  const { gBrowser } = page.ownerDocument.defaultView
  const tab = gBrowser.getTabForBrowser(page)
  if (tab) gBrowser.selectedTab = tab
  const item = page.ownerDocument.querySelector(`[data-extensionid="${addonId}"]`)
  const button = item?.querySelector('.unified-extensions-item-action-button')
  return {
    style: `${item?.getAttribute('style') ?? ''} ${button?.getAttribute('style') ?? ''}`,
    badge: button?.getAttribute('badge') ?? '',
    title: button?.getAttribute('tooltiptext') ?? button?.getAttribute('title') ?? '',
  }
}
