import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Loot, Target, TrickName } from '../lab/attacker/tricks.ts'
import { ADDON_ID } from './firefox/addon.ts'
import type { ChromeWindow, XULBrowser } from './firefox/chrome-window.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'

/** What a trick has brought the attacker, on his own page. */
export function attack(tab: Tab, trick: TrickName, target: Target): Promise<Loot> {
  return tab.run(attackWith, trick, { ...target })
}

/** The phase of the interstitial in a tab; `none` where there is none. */
export function phaseIn(tab: Tab): Promise<string> {
  return tab.run(phase).catch(() => 'none')
}

/** Addresses of the documents that stand in the frames of a tab's page, at whatever depth. */
export function framesIn({ chrome }: FirefoxSession, tab: Tab): Promise<readonly string[]> {
  return chrome.runAt(tab, addressesOfFrames)
}

export function isFullScreen({ chrome }: FirefoxSession): Promise<boolean> {
  return chrome.run(({ fullScreen }: ChromeWindow) => fullScreen)
}

export interface HostileAddon {
  /** A page of its own, in which it may do all that an add-on may. */
  readonly page: string
  /** What it gets by its own means. */
  attack(page: Tab, target: Target, tabId: number): Promise<Loot>
  remove(): Promise<void>
}

export async function installHostileAddon(session: FirefoxSession): Promise<HostileAddon> {
  const folder = await mkdtemp(join(tmpdir(), 'hardfail-hostile-'))
  const id = 'hostile@hostile.example'
  const manifest = {
    manifest_version: 2,
    name: 'Hostile',
    version: '1',
    browser_specific_settings: { gecko: { id } },
    permissions: ['<all_urls>', 'tabs', 'webRequest', 'webRequestBlocking'],
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'page.html'), '<!doctype html><title>hostile</title>')
  await session.installOther(folder)
  const host = await session.chrome.run(hostOfAddon, id)
  return {
    page: `moz-extension://${host}/page.html`,
    attack: (page, target, tabId) => page.run(attackAsAddon, ADDON_ID, { ...target }, tabId),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

// The rest is sent to the page as text, or to Firefox.

declare const browser: {
  readonly runtime: {
    sendMessage(addon: string, message: object): Promise<unknown>
    connect(addon: string): { readonly onDisconnect: { addListener(listener: () => void): void } }
  }
  readonly tabs: {
    create(tab: { url: string; active: boolean }): Promise<unknown>
    sendMessage(tab: number, message: object): Promise<unknown>
    executeScript(tab: number, script: { code: string }): Promise<unknown>
  }
}

function attackWith(trick: TrickName, target: Target): Promise<Loot> | Loot {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the attacker's page has it
  const page = globalThis as unknown as { attack(name: TrickName, at: Target): Promise<Loot> | Loot }
  return page.attack(trick, target)
}

async function attackAsAddon(addon: string, { interstitial }: Target, tabId: number): Promise<Loot> {
  const id = new URL(interstitial).searchParams.get('id')
  const message = { type: 'hold.continue', id, duration: 'certificate' }
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it is sent along
  const outcome = (attempt: Promise<unknown>) =>
    attempt.then(
      (got) => `got ${JSON.stringify(got)}`,
      () => 'refused',
    )
  const connected = new Promise((resolve, reject) => {
    browser.runtime.connect(addon).onDisconnect.addListener(() => reject(new Error('nobody is there')))
    setTimeout(resolve, 1_000)
  })
  return {
    sent: await outcome(browser.runtime.sendMessage(addon, message)),
    connected: await outcome(connected),
    'sent to the tab': await outcome(browser.tabs.sendMessage(tabId, message)),
    injected: await outcome(browser.tabs.executeScript(tabId, { code: 'document.title' })),
    // Firefox lets add-ons open the pages of others.
    opened: await outcome(browser.tabs.create({ url: interstitial, active: true }).then(() => 'the page')),
  }
}

function phase(): string {
  return document.querySelector<HTMLElement>('main[data-phase]')?.dataset['phase'] ?? 'none'
}

function addressesOfFrames({ browsingContext }: XULBrowser): string[] {
  const collect = (context: XULBrowser['browsingContext']): string[] =>
    context.children.flatMap((child) => [
      child.currentWindowGlobal?.documentURI.spec ?? 'nothing',
      ...collect(child),
    ])
  return collect(browsingContext)
}

function hostOfAddon({ WebExtensionPolicy }: ChromeWindow, id: string): string {
  return WebExtensionPolicy.getByID(id)?.mozExtensionHostname ?? ''
}
