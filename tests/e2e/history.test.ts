import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readInterstitialAddress } from '../../src/browser/guard/interstitial-address.ts'
import { startLab } from '../lab/lab.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { chooseSettings } from './choose-settings.ts'
import { addonUrl } from './firefox/addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { duplicateTab, historyOf, moveToNewWindow } from './firefox/tab-history.ts'
import type { Tab } from './firefox/tab.ts'
import { click } from './interstitial-hands.ts'
import { findScenario } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const INTERSTITIAL = addonUrl('extension/interstitial/index.html')

describe('the interstitial in the history of a tab', () => {
  let lab: Lab
  let profile: string
  let session: FirefoxSession
  let before: Scenario
  let site: Scenario

  const launch = () => launchFirefox({ roots: lab.roots, names: lab.names, addon: BUILT_ADDON, profile })

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
    before = findScenario(lab, '05-good.public')
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    session = await launch()
  })

  // Each test has a site about which nothing is known yet.
  const sites = [
    '01-ocsp',
    '02-ocsp',
    '03-cut-off',
    '11-first-dead',
    '07-timeout',
    '07-cut-off',
    '01-ocsp-rsa',
    '02-ocsp',
  ]

  beforeEach(() => {
    lab.reset()
    site = findScenario(lab, `${sites.pop()}.public`)
  })

  afterAll(async () => {
    await session.close()
    await lab.close()
    await rm(profile, { recursive: true, force: true })
  })

  /** What the tab's history holds, and where in it the tab is. */
  async function history(tab: Tab) {
    const { entries, index } = await historyOf(session.chrome, tab)
    return { entries: entries.map((url) => (pageOf(url) === undefined ? url : `held ${pageOf(url)}`)), index }
  }

  const go = async (tab: Tab, url: string) => (await session.visit(url, { tab })).outcome

  /** Moves in the history and waits until what stands there has settled. */
  async function traverse(tab: Tab, delta: number) {
    await tab.run(markAsLeft)
    await tab.traverse(delta).catch(() => undefined)
    return (await session.settle(tab)).outcome
  }

  it('takes the place of the page, so that Back leads to the page before it and forward to the interstitial', async () => {
    const tab = await session.openTab()
    await go(tab, before.url)
    site.behave('revoked', 'revoked')
    expect(await go(tab, site.url)).toBe('interstitial')
    expect(await history(tab)).toEqual({ entries: [before.url, held(site)], index: 1 })

    expect(await traverse(tab, -1)).toBe('opens')
    expect(await traverse(tab, 1)).toBe('interstitial')
    expect(await history(tab)).toEqual({ entries: [before.url, held(site)], index: 1 })

    await tab.run(markAsLeft)
    await tab.run(click, '#go-back')
    expect(await session.settle(tab)).toMatchObject({ outcome: 'opens', url: before.url })
  })

  it('takes the place of a page that was shown before, when Back comes to it', async () => {
    const tab = await session.openTab()
    await go(tab, before.url)
    site.behave('revoked', 'revoked')
    await chooseSettings(session, { level: 'watch' })
    expect(await go(tab, `${site.url}first`)).toBe('opens')
    expect(await go(tab, `${site.url}second`)).toBe('opens')
    await tab.run(markAsLeft)
    await chooseSettings(session, { level: 'guard' })
    expect((await session.settle(tab)).outcome, 'the page that stands there').toBe('interstitial')
    expect(await go(tab, `${site.url}third`)).toBe('interstitial')
    for (const steps of [2, 1]) expect(await traverse(tab, -1), `${steps} to go`).toBe('interstitial')
    const all = ['first', 'second', 'third'].map((path) => `${held(site)}${path}`)
    expect(await history(tab)).toEqual({ entries: [before.url, ...all], index: 1 })
    expect(await traverse(tab, -1)).toBe('opens')
  })

  it('takes the place of a page that is reloaded, and stays there when it is reloaded itself', async () => {
    const tab = await session.openTab()
    await go(tab, before.url)
    site.behave('good', 'good')
    expect(await go(tab, site.url)).toBe('opens')
    site.behave('revoked', 'revoked')
    await session.addon?.ask('evidence.clear', {})
    for (const _ of ['the page', 'the interstitial']) {
      await tab.run(markAsLeft)
      await tab.run(() => void setTimeout(() => location.reload()))
      expect((await session.settle(tab)).outcome).toBe('interstitial')
      expect(await history(tab)).toEqual({ entries: [before.url, held(site)], index: 1 })
    }
  })

  it('is found again in a copy of the tab, each of which goes its own way', async () => {
    const tab = await session.openTab()
    site.behave('cut-off', 'cut-off')
    await go(tab, site.url)
    const copy = await duplicateTab(session, tab)
    expect((await session.settle(copy)).outcome).toBe('interstitial')
    expect(await idIn(copy)).not.toBe(await idIn(tab))
    site.behave('good', 'good')
    await copy.run(markAsLeft)
    await copy.run(click, '#try-again')
    expect((await session.settle(copy)).outcome).toBe('opens')
  })

  it('stays what it is when the tab moves to another window', async () => {
    const tab = await session.openTab()
    site.behave('cut-off', 'cut-off')
    await go(tab, site.url)
    const id = await idIn(tab)
    await moveToNewWindow(session.chrome, tab)
    await waitUntil(async () => (await idIn(tab)) === id)
    site.behave('good', 'good')
    await tab.run(markAsLeft)
    await tab.run(click, '#try-again')
    expect((await session.settle(tab)).outcome).toBe('opens')
  })

  it('leads from a bookmark to the page, which is judged anew', async () => {
    const tab = await session.openTab()
    site.behave('revoked', 'revoked')
    expect(await go(tab, site.url)).toBe('interstitial')
    const bookmark = await tab.run(() => location.href)
    expect((await session.visit(bookmark)).outcome).toBe('interstitial')
    site.behave('good', 'good')
    await session.addon?.ask('evidence.clear', {})
    const later = await session.openTab()
    later.navigate(bookmark)
    expect((await session.settle(later)).outcome).toBe('opens')
    expect(await history(later)).toEqual({ entries: [site.url], index: 0 })
  })

  it('says nothing of its page in the address in a private window', async () => {
    const tab = await session.openPrivateWindow()
    site.behave('revoked', 'revoked')
    await go(tab, site.url)
    const address = await tab.run(() => location.href)
    expect(address).toContain(INTERSTITIAL)
    expect(decodeURIComponent(address)).not.toContain(site.host)
    await tab.close()
  })

  it('finds its page again after a restart of Firefox, and judges it anew', async () => {
    const [kept, ...others] = await session.tabs()
    for (const tab of others) await tab.close()
    if (kept === undefined) throw new Error('there is no tab')
    site.behave('revoked', 'revoked')
    await go(kept, site.url)
    const id = await idIn(kept)
    await session.close()

    lab.reset()
    site.behave('revoked', 'revoked')
    session = await launch()
    const restored = await tabWith(() => location.protocol === 'moz-extension:')
    await waitUntil(async () => (await idIn(restored)) !== id)
    expect((await session.settle(restored)).outcome).toBe('interstitial')
    expect(lab.siteRequests.map(({ host }) => host)).toContain(site.host)
    expect((await history(restored)).entries.at(-1)).toBe(held(site))
  })

  async function tabWith(condition: () => boolean): Promise<Tab> {
    let found: Tab | undefined
    await waitUntil(async () => {
      for (const tab of await session.tabs()) {
        if (await tab.run(condition).catch(() => false)) found = tab
      }
      return found !== undefined
    })
    if (found === undefined) throw new Error('there is no such tab')
    return found
  }
})

const held = ({ url }: Scenario) => `held ${url}`

const pageOf = (url: string) => readInterstitialAddress(INTERSTITIAL, url)?.page

async function idIn(tab: Tab): Promise<string | undefined> {
  return readInterstitialAddress(INTERSTITIAL, await tab.run(() => location.href))?.id
}

// The rest is sent to the page as text.

function markAsLeft(): void {
  document.documentElement.toggleAttribute('data-left', true)
}
