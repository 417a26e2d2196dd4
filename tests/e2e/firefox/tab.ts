import { writeFile } from 'node:fs/promises'
import type { Bidi } from './bidi.ts'
import { callIn, callText, type Json } from './call.ts'

/** A tab; it stays the same when the page in it moves to another process. */
export interface Tab {
  readonly context: string
  /** Calls the function in the page. */
  run<A extends readonly Json[], R>(body: (...args: A) => R | Promise<R>, ...args: A): Promise<R>
  /** Calls a function given as text. */
  readonly runText: (body: string) => Promise<unknown>
  /** Sets out for the address and does not wait. */
  navigate(url: string): void
  /** Back or forward in the tab's history. */
  traverse(delta: number): Promise<void>
  /** Presses keys (WebDriver's names for those that have no character) in the page. */
  press(...keys: readonly string[]): Promise<void>
  /** Presses a key and does not let go of it: it repeats. */
  holdDown(key: string, times: number): Promise<void>
  /** Clicks with the pointer at the middle of an element, as soon as it is there. */
  clickAt(selector: string): Promise<void>
  setViewport(width: number, height: number): Promise<void>
  /** Writes a PNG. */
  screenshot(path: string, options?: { readonly fullPage?: boolean }): Promise<void>
  close(): Promise<void>
}

/** Opens an empty tab behind the others, in the window of another tab if one is given. */
export async function openTab(bidi: Bidi, beside?: Tab): Promise<Tab> {
  const { context } = await bidi.send('browsingContext.create', {
    type: 'tab',
    background: true,
    ...(beside && { referenceContext: beside.context }),
  })
  return makeTab(bidi, context)
}

/** Opens a window with one empty tab. */
export async function openWindow(bidi: Bidi): Promise<Tab> {
  const { context } = await bidi.send('browsingContext.create', { type: 'window' })
  return makeTab(bidi, context)
}

/** The same in a container that is made for it. */
export async function openContainerWindow(bidi: Bidi): Promise<Tab> {
  const { userContext } = await bidi.send('browser.createUserContext', {})
  const { context } = await bidi.send('browsingContext.create', { type: 'window', userContext })
  return makeTab(bidi, context)
}

export async function listTabs(bidi: Bidi): Promise<Tab[]> {
  const { contexts } = await bidi.send('browsingContext.getTree', { maxDepth: 0 })
  return contexts.map(({ context }) => makeTab(bidi, context))
}

function makeTab(bidi: Bidi, context: string): Tab {
  return {
    context,
    run: (body, ...args) => callIn(bidi, context, body, ...args),
    runText: (body) => callText(bidi, context, body),
    navigate: (url) => {
      // It fails where the add-on or Firefox puts another page in place; what stands there is looked at instead.
      bidi.send('browsingContext.navigate', { context, url, wait: 'none' }).catch(() => {})
    },
    traverse: async (delta) => {
      await bidi.send('browsingContext.traverseHistory', { context, delta })
    },
    press: async (...keys) => {
      const actions = keys.flatMap((value) => [
        { type: 'keyDown' as const, value },
        { type: 'keyUp' as const, value },
      ])
      await bidi.send('input.performActions', {
        context,
        actions: [{ type: 'key', id: 'keyboard', actions }],
      })
    },
    holdDown: async (key, times) => {
      const actions = Array.from({ length: times }, () => ({ type: 'keyDown' as const, value: key }))
      await bidi.send('input.performActions', {
        context,
        actions: [{ type: 'key', id: 'keyboard', actions }],
      })
    },
    clickAt: async (selector) => {
      const place = await callIn(bidi, context, middleOf, selector)
      const actions = [
        { type: 'pointerMove' as const, ...place },
        { type: 'pointerDown' as const, button: 0 as const },
        { type: 'pointerUp' as const, button: 0 as const },
      ]
      await bidi.send('input.performActions', {
        context,
        actions: [{ type: 'pointer', id: 'mouse', actions }],
      })
    },
    setViewport: async (width, height) => {
      await bidi.send('browsingContext.setViewport', { context, viewport: { width, height } })
    },
    screenshot: async (path, options) => {
      const origin = options?.fullPage ? 'document' : 'viewport'
      const { data } = await bidi.send('browsingContext.captureScreenshot', { context, origin })
      await writeFile(path, Buffer.from(data, 'base64'))
    },
    close: async () => {
      await bidi.send('browsingContext.close', { context })
    },
  }
}

// Sent to the page as text.
function middleOf(selector: string): { x: number; y: number } {
  const found = document.querySelector(selector)
  if (found === null) throw new Error(`there is no ${selector}`)
  found.scrollIntoView({ block: 'center', behavior: 'instant' })
  const { left, top, width, height } = found.getBoundingClientRect()
  return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) }
}
