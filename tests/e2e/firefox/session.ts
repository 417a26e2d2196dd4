import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { zipDist } from '../../../scripts/zip-dist.mjs'
import type { DemonstrationSite } from '../../../src/policy/self-test/demonstration-site.ts'
import type { RemoteSettingsAccess } from '../../lab/remote-settings/remote-settings-server.ts'
import { ADDON_ID, ADDON_UUID, installAddon, type Addon } from './addon.ts'
import { bringToFront } from './bring-to-front.ts'
import { connectBidi, type Bidi } from './bidi.ts'
import { openChrome, type Chrome } from './chrome.ts'
import type { ChromeWindow } from './chrome-window.ts'
import { clickThrough } from './certificate-error.ts'
import { waitUntil } from '../wait-until.ts'
import { writeManagedStorage } from './home.ts'
import { openPopup, type Popup } from './popup.ts'
import { LABORATORY, QUIET, UNWATCHED, type Prefs } from './prefs.ts'
import { startFirefox } from './process.ts'
import { makeProfile } from './profile.ts'
import { watchForLabPage } from './sightings.ts'
import { openInFront } from './open-in-front.ts'
import { listTabs, openContainerWindow, openWindow, type Tab } from './tab.ts'
import { markAsLeft, settle, visit, type Visit, type VisitOptions } from './visit.ts'

export interface LaunchOptions {
  /** PEM: `public` becomes a built-in root, `private` is added the ordinary way. */
  readonly roots: { readonly public?: string; readonly private?: string }
  /** Names that resolve to loopback. */
  readonly names: readonly string[]
  /** Folder of the built add-on. */
  readonly addon?: string
  readonly prefs?: Prefs
  /** Where the add-on gets OneCRL and CRLite from; from nowhere where absent. */
  readonly settings?: { readonly access: RemoteSettingsAccess }
  /** What the self-test of the add-on tries. */
  readonly selfTestSites?: readonly DemonstrationSite[]
  readonly headless?: boolean
  /** What is done before the add-on is installed, in a tab that is opened for it. */
  readonly before?: (tab: Tab, visit: (url: string) => Promise<Visit>) => Promise<unknown>
  /** Milliseconds after which Firefox suspends the idle background. */
  readonly idleTimeout?: number
  readonly locale?: 'en' | 'fr'
  /** Whether the add-on is let into private windows: it is, unless told otherwise. */
  readonly privateWindows?: boolean
  /**
   * Folder of a profile to use and keep; by default a fresh one that is removed at the end. There the add-on is
   * installed for good, and the pages that were open come back with the next start.
   */
  readonly profile?: string
}

export interface FirefoxSession {
  readonly chrome: Chrome
  /** Undefined without an add-on. */
  readonly addon: Addon | undefined
  /** Visits in a new tab, or in the given one. */
  visit(url: string, options?: VisitOptions & { readonly tab?: Tab; readonly beside?: Tab }): Promise<Visit>
  /** Waits for the end of a visit that something else has begun. */
  settle(tab: Tab, options?: VisitOptions): Promise<Visit>
  /** Installs another add-on, for the session. */
  installOther(folder: string): Promise<void>
  openTab(beside?: Tab): Promise<Tab>
  openWindow(): Promise<Tab>
  openPrivateWindow(): Promise<Tab>
  closePrivateWindows(): Promise<void>
  /** In a container of its own. */
  openContainerWindow(): Promise<Tab>
  tabs(): Promise<readonly Tab[]>
  /** As a click into its page does. */
  bringToFront(tab: Tab): Promise<void>
  /** Accepts the risk on Firefox's certificate error page, as a person would, and waits for what comes of it. */
  clickThroughCertificateError(tab: Tab): Promise<Visit>
  /** Presses the toolbar button while the tab is in front and waits for the popup. */
  openPopup(tab: Tab): Promise<Popup>
  /** Settled once Firefox has gone. */
  readonly ended: Promise<void>
  /** Throws at the end if the add-on has left errors behind. */
  close(): Promise<void>
  /** Ends Firefox with SIGKILL, in the middle of whatever it does. The profile stays if it was given. Throws as `close` does. */
  kill(): Promise<void>
}

export async function launchFirefox(options: LaunchOptions): Promise<FirefoxSession> {
  const profile = await makeProfile(options.roots.public, prefsFor(options), options.profile)
  await writeManagedStorage(profile.folder, options.settings?.access, options.selfTestSites)
  const firefox = await startFirefox(profile.folder, options.headless).catch(async (error: unknown) => {
    await profile.remove()
    throw error
  })
  let hasEnded = false
  void firefox.ended.then(() => (hasEnded = true))
  const endBy = async (end: () => Promise<void>, addon?: Addon) => {
    try {
      if (!hasEnded && addon !== undefined) await requireNoErrors(addon)
    } finally {
      await end()
      await profile.remove()
    }
  }
  try {
    const bidi = await connectBidi(firefox.endpoint)
    const session = await openSession(bidi, options)
    const close = async () => {
      if (options.profile !== undefined) await quitOrderly(session.chrome, firefox.ended)
      await firefox.stop()
    }
    return {
      ...session,
      ended: firefox.ended,
      close: () => endBy(close, session.addon),
      kill: () => endBy(() => firefox.kill(), session.addon),
    }
  } catch (error) {
    await endBy(() => firefox.stop())
    throw error
  }
}

async function requireNoErrors({ errors }: Addon): Promise<void> {
  const left = await errors.list()
  if (left.length > 0) throw new Error(`the add-on has left errors behind:\n${left.join('\n')}`)
}

// As the user does, so that Firefox writes down what was open. (The protocol's browser.close forgets it.)
async function quitOrderly(chrome: Chrome, ended: Promise<void>): Promise<void> {
  const ATTEMPT_QUIT = 0x02
  await chrome
    .run((window, how) => void window.setTimeout(() => window.Services.startup.quit(how), 0), ATTEMPT_QUIT)
    .catch(() => {})
  await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
}

async function openSession(
  bidi: Bidi,
  { roots, addon: folder, locale, profile, privateWindows, before }: LaunchOptions,
): Promise<Omit<FirefoxSession, 'ended' | 'close' | 'kill'>> {
  const chrome = openChrome(bidi)
  if (roots.private !== undefined) await chrome.addRoot(roots.private)
  if (locale !== undefined && locale !== 'en') await chrome.setLocale(locale)
  const sightings = await watchForLabPage(bidi)
  if (before !== undefined) {
    const tab = await openInFront(bidi, chrome)
    await before(tab, (url) => visit(tab, url, sightings))
  }
  const addon =
    folder === undefined
      ? undefined
      : await installAddon(
          bidi,
          chrome,
          profile === undefined ? { folder } : await pack(folder, profile),
          privateWindows,
        )
  if (addon !== undefined && profile !== undefined) await waitUntil(() => mayReadSites(profile))
  return {
    chrome,
    addon,
    visit: async (url, { tab, beside, ...options } = {}) =>
      visit(tab ?? (await openInFront(bidi, chrome, beside)), url, sightings, options),
    settle: (tab, options) => settle(tab, sightings, options),
    installOther: async (path) => {
      await bidi.send('webExtension.install', {
        extensionData: { type: 'path', path },
        'moz:allowPrivateBrowsing': true,
        'moz:permanent': false,
      })
    },
    openTab: (beside) => openInFront(bidi, chrome, beside),
    openWindow: () => openWindow(bidi),
    openPrivateWindow: () => openPrivateWindow(bidi, chrome),
    closePrivateWindows: () => chrome.run(closePrivateWindows),
    openContainerWindow: () => openContainerWindow(bidi),
    tabs: () => listTabs(bidi),
    bringToFront: (tab) => bringToFront(chrome, tab),
    clickThroughCertificateError: async (tab) => {
      await tab.run(markAsLeft)
      await clickThrough(tab)
      return settle(tab, sightings)
    },
    openPopup: (tab) => openPopup(bidi, chrome, tab),
  }
}

/** Firefox writes down what it has granted a second and a half after an installation: killed sooner, it has forgotten it. */
async function mayReadSites(profile: string): Promise<boolean> {
  const text = await readFile(join(profile, 'extension-preferences.json'), 'utf8')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Firefox's own file
  const granted = JSON.parse(text) as Readonly<Record<string, { readonly origins: readonly string[] }>>
  return granted[ADDON_ID]?.origins.includes('<all_urls>') === true
}

async function pack(folder: string, profile: string): Promise<{ readonly archive: string }> {
  const archive = join(profile, 'hardfail.xpi')
  await writeFile(archive, await zipDist(folder))
  return { archive }
}

const prefsFor = ({ names, idleTimeout, prefs, profile, headless = true }: LaunchOptions): Prefs => ({
  ...QUIET,
  ...LABORATORY,
  ...(headless && UNWATCHED),
  'network.dns.localDomains': names.join(','),
  'extensions.webextensions.uuids': JSON.stringify({ [ADDON_ID]: ADDON_UUID }),
  ...(idleTimeout !== undefined && { 'extensions.background.idle.timeout': idleTimeout }),
  ...(profile !== undefined && { 'xpinstall.signatures.required': false, 'browser.startup.page': 3 }),
  ...prefs,
})

async function closePrivateWindows({ Services, PrivateBrowsingUtils }: ChromeWindow): Promise<void> {
  for (const window of Services.wm.getEnumerator('navigator:browser')) {
    if (PrivateBrowsingUtils.isWindowPrivate(window)) {
      const closed = new Promise((resolve) => window.addEventListener('unload', resolve, { once: true }))
      window.close()
      await closed
    }
  }
}

async function openPrivateWindow(bidi: Bidi, chrome: Chrome): Promise<Tab> {
  const before = new Set((await listTabs(bidi)).map(({ context }) => context))
  await chrome.run(async (window) => {
    const opened = window.OpenBrowserWindow({ private: true })
    await new Promise((resolve) => opened.addEventListener('load', resolve, { once: true }))
    await opened.delayedStartupPromise
  })
  const tab = (await listTabs(bidi)).find(({ context }) => !before.has(context))
  if (tab === undefined) throw new Error('the private window has no tab')
  return tab
}
