import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ADDON_ID, addonUrl } from './addon.ts'
import type { Bidi } from './bidi.ts'
import { parseResult, standAlone, type Json } from './call.ts'
import type { Chrome } from './chrome.ts'
import { waitUntil } from '../wait-until.ts'
import { bringToFront } from './bring-to-front.ts'
import type { XULBrowser } from './chrome-window.ts'
import type { Tab } from './tab.ts'

/** The popup under the toolbar button. */
export interface Popup {
  /** Milliseconds from the press of the button to the loaded document. */
  readonly openedMs: number
  /** Calls the function in its page. */
  run<A extends readonly Json[], R>(body: (...args: A) => R | Promise<R>, ...args: A): Promise<R>
  /** Calls a function given as text. */
  readonly runText: (body: string) => Promise<unknown>
  /** Writes a PNG. */
  screenshot(path: string): Promise<void>
  close(): Promise<void>
}

const PATIENCE_MS = 10_000

export async function openPopup(bidi: Bidi, chrome: Chrome, tab: Tab): Promise<Popup> {
  await bringToFront(chrome, tab)
  const startedAt = performance.now()
  await chrome.runAt(tab, pressButton, ADDON_ID)
  while (!(await chrome.runAt(tab, isOpen, addonUrl('')))) {
    if (performance.now() > startedAt + PATIENCE_MS) throw new Error('the popup did not open')
    await sleep(10)
  }
  const runText = (body: string) => chrome.runAt(tab, callInPopup, bidi.sessionId, body)
  const run: Popup['run'] = async (body, ...args) =>
    parseResult(await runText(standAlone(body.toString(), args)))
  await run(loaded)
  return {
    openedMs: Math.round(performance.now() - startedAt),
    run,
    runText,
    screenshot: async (path) => {
      let png = ''
      // While it is changing its size, it cannot be drawn (NS_ERROR_LOSS_OF_SIGNIFICANT_DATA).
      await waitUntil(async () => (png = await chrome.runAt(tab, drawPopup)) !== '')
      await writeFile(path, Buffer.from(png, 'base64'))
    },
    close: () => chrome.runAt(tab, closePopup),
  }
}

// The rest is sent to Firefox as text.

const loaded = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.readyState === 'complete') resolve()
    else addEventListener('load', () => resolve(), { once: true })
  })

function pressButton(page: XULBrowser, addonId: string): void {
  const selector = `[data-extensionid="${addonId}"] .unified-extensions-item-action-button` as const
  const button = page.ownerDocument.querySelector(selector)
  if (button === null) throw new Error('the toolbar button is not there')
  button.click()
}

function isOpen(page: XULBrowser, origin: string): boolean {
  const popup = page.ownerDocument.querySelector('browser.webextension-popup-browser')
  return popup?.currentURI.spec.startsWith(origin) === true
}

// No protocol reaches a page outside of tabs; Marionette's actor, which is part of Firefox, does.
async function callInPopup(page: XULBrowser, sessionId: string, body: string): Promise<string> {
  const popup = page.ownerDocument.querySelector('browser.webextension-popup-browser')
  if (popup === null) throw new Error('the popup has closed')
  const { registerCommandsActor, getMarionetteCommandsActorProxy } =
    page.ownerDocument.defaultView.ChromeUtils.importESModule(
      'chrome://remote/content/marionette/actors/MarionetteCommandsParent.sys.mjs',
    )
  registerCommandsActor(sessionId)
  const actor = getMarionetteCommandsActorProxy(() => popup.browsingContext)
  const reply = await actor.executeScript(`return (${body})()`, [], { timeout: 30_000 })
  return reply ?? ''
}

async function drawPopup(page: XULBrowser): Promise<string> {
  const popup = page.ownerDocument.querySelector('browser.webextension-popup-browser')
  const image = await popup?.browsingContext.currentWindowGlobal?.drawSnapshot(null, 2, 'white')
  if (!image) throw new Error('the popup has closed')
  const canvas = new OffscreenCanvas(image.width, image.height)
  canvas.getContext('2d')?.drawImage(image, 0, 0)
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
}

function closePopup(page: XULBrowser): void {
  const popup = page.ownerDocument.querySelector('browser.webextension-popup-browser')
  popup?.closest('panel')?.hidePopup()
}
