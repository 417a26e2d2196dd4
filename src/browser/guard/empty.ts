import type { Scripting, WebNavigation } from 'webextension-polyfill'

type ScriptingSlice = Pick<Scripting.Static, 'executeScript'>
type NavigationSlice = Pick<WebNavigation.Static, 'getFrame'>

/**
 * Empties the page that stands in a tab. It could ask its user otherwise whether he really wants to leave (beforeunload), and
 * stand meanwhile: opening a document anew takes away all that it listens to. Never rejects.
 */
export async function emptyPage(scripting: ScriptingSlice, tabId: number): Promise<void> {
  const target = { tabId }
  await Promise.allSettled([
    scripting.executeScript({ target, world: 'ISOLATED', injectImmediately: true, func: removeContent }),
    scripting.executeScript({ target, world: 'MAIN', injectImmediately: true, func: openAnew }),
  ])
}

/** Has one frame of it leave for about:blank. Never rejects. */
export async function emptyFrame(scripting: ScriptingSlice, tabId: number, frameId: number): Promise<void> {
  const target = { tabId, frameIds: [frameId] }
  const emptied = scripting.executeScript({ target, world: 'ISOLATED', injectImmediately: true, func: leave })
  await emptied.catch(() => undefined)
}

/**
 * Has such a frame go to an address. The page around it does it: no add-on may run anything in about:blank. Never
 * rejects.
 */
export async function sendFrame(
  { scripting, webNavigation }: { scripting: ScriptingSlice; webNavigation: NavigationSlice },
  { tabId, frameId, url }: { readonly tabId: number; readonly frameId: number; readonly url: string },
): Promise<void> {
  try {
    const frame = await webNavigation.getFrame({ tabId, frameId })
    if (frame === null) return
    const target = { tabId, frameIds: [frame.parentFrameId] }
    await scripting.executeScript({ target, world: 'ISOLATED', args: [frameId, url], func: sendChild })
  } catch {
    // The page is gone.
  }
}

// The rest is run in the page, where that cannot reach: it may have replaced what is called here.

function removeContent(): void {
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true })
  document.documentElement.remove()
}

function leave(): void {
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true })
  document.documentElement.remove()
  location.replace('about:blank')
}

function sendChild(frameId: number, url: string): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Firefox has it where add-ons run in pages
  const { browser } = globalThis as unknown as {
    readonly browser: { readonly runtime: { getFrameId(target: Window): number } }
  }
  interface ShadowHost extends Element {
    readonly openOrClosedShadowRoot: ShadowRoot | null
  }
  // `window` does not list what stands in these; but no page can hide them from an add-on.
  const shadowsIn = (root: ParentNode): readonly ShadowRoot[] =>
    Array.from(root.querySelectorAll<ShadowHost>('*')).flatMap(({ openOrClosedShadowRoot: shadow }) =>
      shadow ? [shadow].concat(shadowsIn(shadow)) : [],
    )
  const hidden = shadowsIn(document).flatMap((shadow) =>
    Array.from(shadow.querySelectorAll<HTMLIFrameElement | HTMLObjectElement>('iframe, object')),
  )
  const children = Array.from({ length: window.length }, (_, n) => window[n])
  for (const child of children.concat(hidden.map(({ contentWindow }) => contentWindow ?? undefined))) {
    if (child && browser.runtime.getFrameId(child) === frameId) child.location.replace(url)
  }
}

// But for this one, which is of use there alone.
function openAnew(): void {
  document.open()
  document.close()
}
