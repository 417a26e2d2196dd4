import type { Chrome } from './chrome.ts'
import type { ChromeWindow } from './chrome-window.ts'

/** What "Copy raw data to clipboard" in about:support copies. */
export function readRawSupport(chrome: Chrome): Promise<string> {
  return chrome.run(rawSupport)
}

/** What "Copy text to clipboard" there copies, in the language of the browser. */
export function readSupportText(chrome: Chrome): Promise<string> {
  return chrome.run(supportText)
}

// The rest is sent to Firefox as text.

async function rawSupport({ ChromeUtils }: ChromeWindow): Promise<string> {
  const { Troubleshoot } = ChromeUtils.importESModule('resource://gre/modules/Troubleshoot.sys.mjs')
  return JSON.stringify(await Troubleshoot.snapshot(), undefined, 2)
}

async function supportText(window: ChromeWindow): Promise<string> {
  const { Services, gBrowser } = window
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal()
  const tab = gBrowser.addTab('about:support', { triggeringPrincipal })
  try {
    for (;;) {
      const page = tab.linkedBrowser.contentWindow
      const contents =
        page?.document.querySelector('#prefs-tbody tr') && page.document.querySelector('#contents')
      if (page && contents) {
        const copy = contents.cloneNode(true)
        for (const left of copy.querySelectorAll('.no-copy, [hidden]')) left.remove()
        return page.createTextForElement(copy)
      }
      await new Promise<void>((resolve) => void window.setTimeout(resolve, 50))
    }
  } finally {
    gBrowser.removeTab(tab)
  }
}
