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
  /** Presses Enter on what has the focus, as a person does: Firefox takes nothing else for a wish of the user's. */
  pressEnter(): Promise<void>
  /** Writes a PNG. */
  screenshot(path: string): Promise<void>
  close(): Promise<void>
}

const PATIENCE_MS = 10_000

/** Of a popup, CSS pixels: Firefox lets none be higher. */
const MAX_HEIGHT = 600
/** Pixels of the picture to a CSS pixel. */
const SCALE = 2

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
    pressEnter: () => chrome.runAt(tab, pressEnter),
    screenshot: async (path) => {
      let png = Buffer.alloc(0)
      // It grows to what is in it some time after that is there. While it does, it cannot be drawn (NS_ERROR_LOSS_OF_SIGNIFICANT_DATA).
      await waitUntil(async () => {
        const height = await run(contentHeight)
        png = Buffer.from(await chrome.runAt(tab, drawPopup), 'base64')
        return heightOf(png) >= SCALE * Math.min(MAX_HEIGHT, height)
      })
      await writeFile(path, png)
    },
    close: () => chrome.runAt(tab, closePopup),
  }
}

/** In pixels (PNG, 11.2.2: the header is the first chunk). */
function heightOf(png: Buffer): number {
  return png.readUInt32BE(20)
}

// The rest is sent to Firefox as text.

const loaded = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.readyState === 'complete') resolve()
    else addEventListener('load', () => resolve(), { once: true })
  })

const contentHeight = (): number => document.documentElement.scrollHeight

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

function pressEnter(page: XULBrowser): void {
  const window = page.ownerDocument.defaultView
  page.ownerDocument.querySelector('browser.webextension-popup-browser')?.focus()
  const { Cc, Ci } = window
  const keyboard = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci['nsITextInputProcessor'])
  keyboard.beginInputTransactionForTests(window)
  const enter = new KeyboardEvent('', { key: 'Enter', code: 'Enter' })
  keyboard.keydown(enter)
  keyboard.keyup(enter)
}

function closePopup(page: XULBrowser): void {
  const popup = page.ownerDocument.querySelector('browser.webextension-popup-browser')
  popup?.closest('panel')?.hidePopup()
}
