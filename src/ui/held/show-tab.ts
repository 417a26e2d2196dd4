import type { Browser } from 'webextension-polyfill'

/** Brings a tab to the front, and its window. It may be gone by now. */
export async function showTab(
  { tabs, windows }: Pick<Browser, 'tabs' | 'windows'>,
  tabId: number,
): Promise<void> {
  try {
    const { windowId } = await tabs.update(tabId, { active: true })
    if (windowId !== undefined) await windows.update(windowId, { focused: true })
  } catch {
    // Then there is nothing to show.
  }
}
