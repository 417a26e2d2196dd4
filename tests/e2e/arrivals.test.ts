import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { KEPT, pathAwayTo, type SitePart } from '../lab/servers/site-parts.ts'
import { BUILT_ADDON } from './built-addon.ts'
import type { ChromeWindow } from './firefox/chrome-window.ts'
import { launchFirefox, type FirefoxSession, type LaunchOptions } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { registerWorkers } from './see-before.ts'
import { findScenario } from './stage.ts'
import { waitUntil } from './wait-until.ts'
import { ANSWERED, PASSED } from './way.ts'

/** The machine may be busy. */
const PATIENCE = { timeout: 20_000 }

const SLOW = '/slow'
const SLOW_PAGE: SitePart = {
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><title>lab page: slow</title><main id="lab-page">It took its time</main>',
}

/** Ways in which a page can come into a tab without anybody going to it. */
describe('a page that is revoked by now', () => {
  let lab: Lab
  let profile: string
  let session: FirefoxSession
  let site: Scenario
  /** What a page that is slow waits for. */
  let goOn: () => void

  const launch = async (options: Partial<LaunchOptions> = {}) => {
    const { roots, names, settings } = lab
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, profile, ...options })
  }

  beforeEach(async () => {
    const released = new Promise<void>((resolve) => (goOn = resolve))
    const answers = async (_: string, path: string) => {
      if (path !== SLOW) return undefined
      await released
      return SLOW_PAGE
    }
    lab = await startLab({ port: 0, answers })
    site = findScenario(lab, '01-ocsp.public')
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
  })

  afterEach(async () => {
    goOn()
    await session.close()
    await lab.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  async function revoke(...sites: readonly Scenario[]): Promise<void> {
    for (const one of sites) one.behave('revoked', 'revoked')
    await session.addon?.ask('evidence.clear', {})
  }

  // Firefox looks for the icon of a page whenever it likes.
  const requestsOf = ({ host }: Scenario) =>
    lab.siteRequests.filter((request) => request.host === host && request.path !== '/favicon.ico')
  const go = async (url: string, tab?: Tab) => {
    const visit = await session.visit(url, tab && { tab })
    expect(visit.outcome).toBe('opens')
    return visit.tab
  }
  const held = () => countTabs(session, isInterstitial)

  describe('and comes back from the history', () => {
    let tab: Tab

    beforeEach(async () => {
      await launch()
      // With it, all verdicts are found anew.
      await session.addon?.untilOfflineData()
      // What may be kept by caches Firefox keeps in memory, too, as it stands.
      tab = await go(new URL(KEPT, site.url).href)
      await tab.run(() => document.documentElement.toggleAttribute('data-was-here', true))
      await go(findScenario(lab, '19-good.public').url, tab)
      lab.reset()
    })

    it('is as it was while it is good, and nobody is asked', async () => {
      await tab.traverse(-1)
      await waitUntil(() => tab.run(() => document.documentElement.hasAttribute('data-was-here')))
      const tabId = (await session.addon?.tabId(tab)) ?? -1
      await expect
        .poll(() => session.addon?.ask('page', { tabId }), PATIENCE)
        .toMatchObject({ host: new URL(site.url).host, verdict: { kind: 'verified' } })
      expect([requestsOf(site), lab.requests]).toEqual([[], []])
    })

    it('is covered', async () => {
      await revoke(site)
      await tab.traverse(-1)
      await waitUntil(() => tab.run(isInterstitial))
      // We have connected by ourselves: nobody else has.
      expect(requestsOf(site).map(({ method }) => method)).toEqual(['HEAD'])
    })
  })

  it('is held when another add-on opens it in a tab', async () => {
    await launch()
    await revoke(site)
    await session.installOther(await otherAddon(site.url))
    await expect.poll(held, PATIENCE).toBeGreaterThan(0)
    for (const tab of await session.tabs()) expect(await tab.run(isLabPage).catch(() => false)).toBe(false)
  })

  it('is held where Firefox opens it at its start, whatever way it comes', async () => {
    await launch()
    const away = findScenario(lab, '10-several.public')
    const worked = findScenario(lab, '01-crl-and-ocsp.public')
    await go(new URL(KEPT, site.url).href)
    const tab = await go(worked.url)
    await tab.run(registerWorkers, ['/passing-worker.js', PASSED], ['/worker.js', ANSWERED])
    await revoke(site, away, worked)
    await session.close()
    const pages = [
      new URL(KEPT, site.url).href,
      new URL(PASSED, worked.url).href,
      new URL(ANSWERED, worked.url).href,
      new URL(pathAwayTo(away.url), findScenario(lab, '19-good.public').url).href,
    ]
    await launch({ prefs: { 'browser.startup.page': 1, 'browser.startup.homepage': pages.join('|') } })
    await expect.poll(held, PATIENCE).toBe(pages.length)
  })

  it('is held where Firefox opens it at its start, and all is private', async () => {
    await launch()
    await revoke(site)
    await session.close()
    const prefs = { 'browser.startup.page': 1, 'browser.startup.homepage': site.url }
    await launch({ prefs: { ...prefs, 'browser.privatebrowsing.autostart': true } })
    await expect.poll(held, PATIENCE).toBe(1)
    expect(await session.addon?.ask('incidents', {})).toEqual([])
  })

  it('is held where Firefox brings back the tabs of the time before, in a container and beside it', async () => {
    await launch()
    await go(site.url)
    await session.chrome.run(openInContainer, site.url)
    await expect.poll(async () => countTabs(session, isLabPage), PATIENCE).toBe(2)
    await revoke(site)
    await session.close()
    await launch()
    await expect.poll(held, PATIENCE).toBe(2)
    expect(await session.chrome.run(countInContainer)).toBe(1)
  })

  it('is held or covered where it was on its way when the add-on was installed', async () => {
    site.behave('revoked', 'revoked')
    await launch({
      before: async (tab) => {
        tab.navigate(new URL(SLOW, site.url).href)
        await waitUntil(async () => requestsOf(site).length > 0)
      },
    })
    goOn()
    await expect.poll(held, { timeout: 2_000 }).toBe(1)
  })
})

async function countTabs(session: FirefoxSession, condition: () => boolean): Promise<number> {
  const tabs = await session.tabs()
  const are = await Promise.all(tabs.map((tab) => tab.run(condition).catch(() => false)))
  return are.filter(Boolean).length
}

/** One that opens the address as soon as it is installed. */
async function otherAddon(url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hardfail-other-addon-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const manifest = {
    manifest_version: 3,
    name: 'Another add-on',
    version: '1',
    browser_specific_settings: { gecko: { id: 'another@hardfail.example' } },
    background: { scripts: ['background.js'] },
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'background.js'), `browser.tabs.create({ url: ${JSON.stringify(url)} })`)
  return folder
}

// The rest is sent to Firefox and to pages as text.

function isInterstitial(): boolean {
  return location.protocol === 'moz-extension:' && location.pathname.includes('interstitial')
}

function isLabPage(): boolean {
  return location.protocol === 'https:' && document.querySelector('#lab-page') !== null
}

/** In the container that Firefox has for personal things. */
function openInContainer({ gBrowser, Services }: ChromeWindow, url: string): void {
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal()
  gBrowser.selectedTab = gBrowser.addTab(url, { triggeringPrincipal, userContextId: 1 })
}

function countInContainer({ gBrowser }: ChromeWindow): number {
  return gBrowser.tabs.filter((tab) => tab.getAttribute('usercontextid') === '1').length
}
