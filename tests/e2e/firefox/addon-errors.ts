import type { Chrome } from './chrome.ts'
import type { ChromeWindow, ConsoleMessage } from './chrome-window.ts'

/** What goes wrong in an add-on without its catching it, wherever in it: the background, the popup, any other page. */
export interface AddonErrors {
  /** Uncaught errors and unhandled rejections, since Firefox has started or since they were last forgotten. */
  list(): Promise<readonly string[]>
  forget(): Promise<void>
}

/** Watches from now on, and knows what Firefox's console still knows. `origin` is the add-on's. */
export async function watchAddonErrors(chrome: Chrome, origin: string): Promise<AddonErrors> {
  await chrome.run(watch, origin)
  return {
    list: () => chrome.run(read),
    forget: () => chrome.run(forget),
  }
}

// The rest is sent to Firefox as text.

// Firefox's console keeps no more than its last few hundred messages: each is looked at as it comes.
function watch(window: ChromeWindow, origin: string): void {
  const { Services, Ci } = window
  const errors: string[] = []

  const note = (message: ConsoleMessage) => {
    const { message: text } = message
    if (!(message instanceof Ci.nsIScriptError) || !text.startsWith('[JavaScript Error')) return
    // Whatever a page was waiting for when it went, as when the event page is suspended: nobody waits any more.
    if (text.includes('after context unloaded')) return
    // A page that was left before Firefox had made one of the add-on's of it.
    if (text.includes('FrameData missing')) return
    // What an API of Firefox's rejects with bears no address; and pages of the web have no such API.
    const isOfApi = message.sourceName === 'undefined' && message.category === 'content javascript'
    if (isOfApi || text.includes(origin)) errors.push(text)
  }

  for (const message of Services.console.getMessageArray()) note(message)
  const listener = { observe: note }
  Services.console.registerListener(listener)
  window.addonErrors = { errors, listener }
}

function read({ addonErrors }: ChromeWindow): readonly string[] {
  if (addonErrors === undefined) throw new Error('the window that watched the console has gone')
  return addonErrors.errors
}

function forget({ addonErrors }: ChromeWindow): void {
  addonErrors?.errors.splice(0)
}
