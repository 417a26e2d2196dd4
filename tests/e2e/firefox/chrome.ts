import type { Bidi } from './bidi.ts'
import { callWith, type Json } from './call.ts'
import type { ChromeWindow, XULBrowser } from './chrome-window.ts'
import type { Pref } from './prefs.ts'

/** Firefox's own window, in the parent process, where everything is allowed. */
export interface Chrome {
  /** Calls the function there, with the window's global object as first argument. */
  run<A extends readonly Json[], R>(
    body: (window: ChromeWindow, ...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R>
  /** As `run`, with the `<browser>` of the tab as first argument. */
  runAt<A extends readonly Json[], R>(
    tab: { readonly context: string },
    body: (browser: XULBrowser, ...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R>
  /** `null` brings the default back. */
  setPref(name: string, value: Pref | null): Promise<void>
  getPref(name: string): Promise<Pref | undefined>
  /** Trusts a root the ordinary way, as a company's administrator would. */
  addRoot(pem: string): Promise<void>
  /** Before an add-on is installed: the language its texts are taken from, without a language pack. */
  setLocale(locale: string): Promise<void>
}

export function openChrome(bidi: Bidi): Chrome {
  const run: Chrome['run'] = async (body, ...args) =>
    callWith(bidi, await findWindow(bidi), 'window', body, ...args)
  return {
    run,
    runAt: async (tab, body, ...args) =>
      callWith(bidi, await findWindow(bidi), browserOf(tab), body, ...args),
    setPref: (name, value) => run(setPref, name, value),
    getPref: (name) => run(getPref, name),
    addRoot: (pem) => run(addRoot, pem.replaceAll(/-----[A-Z ]+-----|\s/g, '')),
    setLocale: (locale) => run(setLocale, locale),
  }
}

// Windows come and go; any that still stands will do.
async function findWindow(bidi: Bidi): Promise<string> {
  const { contexts } = await bidi.send('browsingContext.getTree', { maxDepth: 0, 'moz:scope': 'chrome' })
  const window = contexts.find(({ url }) => url.startsWith('chrome://browser/content/browser.xhtml'))
  if (window === undefined) throw new Error('Firefox has no window')
  return window.context
}

const browserOf = (tab: { readonly context: string }) =>
  `ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs')
    .NavigableManager.getBrowserById(${JSON.stringify(tab.context)})`

function setPref({ Services }: ChromeWindow, name: string, value: Pref | null): void {
  if (value === null) Services.prefs.clearUserPref(name)
  else if (typeof value === 'boolean') Services.prefs.setBoolPref(name, value)
  else if (typeof value === 'number') Services.prefs.setIntPref(name, value)
  else Services.prefs.setStringPref(name, value)
}

function getPref({ Services: { prefs } }: ChromeWindow, name: string): Pref | undefined {
  const type = prefs.getPrefType(name)
  if (type === prefs.PREF_BOOL) return prefs.getBoolPref(name)
  if (type === prefs.PREF_INT) return prefs.getIntPref(name)
  return type === prefs.PREF_STRING ? prefs.getStringPref(name) : undefined
}

function addRoot({ Cc, Ci }: ChromeWindow, base64: string): void {
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci['nsIX509CertDB'])
  database.addCertFromBase64(base64, 'CT,,')
}

function setLocale({ Services }: ChromeWindow, locale: string): void {
  Services.locale.availableLocales = [locale, 'en-US']
  Services.locale.requestedLocales = [locale]
}
