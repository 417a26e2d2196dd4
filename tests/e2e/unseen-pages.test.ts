import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { framesIn } from './attacker-hands.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession, type LaunchOptions } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { findScenario } from './stage.ts'
import { waitUntil } from './wait-until.ts'

describe('a revoked page', () => {
  let lab: Lab
  let site: Scenario
  let profile: string
  let session: FirefoxSession | undefined

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
  })

  beforeEach(async () => {
    lab.reset()
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    site = findScenario(lab, '02-ocsp.public')
    await site.arrange()
  })

  afterEach(async () => {
    await session?.close()
    await rm(profile, { recursive: true, force: true })
  })

  afterAll(() => lab.close())

  const launch = async (options: Partial<LaunchOptions> = {}) => {
    const { roots, names, settings } = lab
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, ...options })
    return session
  }

  /** Scenario 21. */
  it('that Firefox opens at its start meets the interstitial, and is never shown', async () => {
    await (await launch({ profile })).close()
    const started = await launch({
      profile,
      prefs: { 'browser.startup.page': 1, 'browser.startup.homepage': site.url },
    })
    await waitUntil(async () => (await started.tabs()).length > 0)
    const [tab] = await started.tabs()
    if (tab === undefined) throw new Error('there is no tab')
    const { outcome, bodyShown } = await started.settle(tab)
    expect([outcome, bodyShown]).toEqual(['interstitial', false])
  })

  it('that is open when the add-on is installed is covered by the interstitial within two seconds', async () => {
    const started = await launch({ before: (_, visit) => visit(site.url) })
    const tab = await tabWith(started, isInterstitial, 2_000)
    expect(tab).toBeDefined()
  })

  it('that is open in a frame when the add-on is installed is emptied, and named with the page around it', async () => {
    const around = findScenario(lab, '19-good.public').url
    const started = await launch({
      before: async (tab, visit) => {
        await visit(around)
        await tab.run(addFrame, site.url)
        await expect.poll(() => tab.run(isLoaded, site.url), PATIENCE).toBe(true)
      },
    })
    const tab = await tabWith(started, isLabPage, 2_000)
    if (tab === undefined) throw new Error('the page around it is not there')
    await expect.poll(() => framesIn(started, tab), PATIENCE).toEqual(['about:blank'])
    const page = async () => started.addon?.ask('page', { tabId: (await started.addon.tabId(tab)) ?? -1 })
    await expect.poll(page, PATIENCE).toMatchObject({
      verdict: { kind: 'verified' },
      others: [{ host: new URL(site.url).host, verdict: 'revoked', action: 'refused' }],
    })
  })

  it('that a service worker answers, without any request, is covered too', async () => {
    const good = findScenario(lab, '01-ocsp.public')
    const started = await launch()
    const { tab } = await started.visit(good.url)
    await tab.run(registerWorker)
    expect((await started.visit(good.url, { tab })).outcome).toBe('opens')
    expect(await tab.run(() => document.title)).toBe('lab page: worker')

    good.behave('revoked', 'revoked')
    await started.addon?.ask('evidence.clear', {})
    tab.navigate(good.url)
    await waitUntil(() => tab.run(isInterstitial))
  })

  it('that a service worker answers in a frame of another is emptied, and named with that', async () => {
    const good = findScenario(lab, '01-ocsp.public')
    const started = await launch()
    const { tab } = await started.visit(good.url)
    await tab.run(registerWorker)
    await started.visit(findScenario(lab, '19-good.public').url, { tab })
    await tab.run(addFrame, good.url)
    // What is good stays, and its site is not asked for the page.
    await expect.poll(() => framesIn(started, tab), PATIENCE).toEqual([good.url])
    const page = async () => started.addon?.ask('page', { tabId: (await started.addon.tabId(tab)) ?? -1 })
    const { host } = new URL(good.url)
    const arrived = () =>
      lab.siteRequests.filter((request) => request.host === good.host && request.path === '/')
    const before = arrived().length

    good.behave('revoked', 'revoked')
    await started.addon?.ask('evidence.clear', {})
    await started.visit(findScenario(lab, '19-good.public').url, { tab })
    await tab.run(addFrame, good.url)
    await expect
      .poll(page, PATIENCE)
      .toMatchObject({ others: [{ host, verdict: 'revoked', action: 'refused' }] })
    await expect.poll(() => framesIn(started, tab), PATIENCE).toEqual(['about:blank'])
    expect(
      arrived()
        .slice(before)
        .filter(({ method }) => method === 'GET'),
    ).toEqual([])
  })
})

/** The machine may be busy. */
const PATIENCE = { timeout: 10_000 }

async function tabWith(
  session: FirefoxSession,
  condition: () => boolean,
  patienceMs: number,
): Promise<Tab | undefined> {
  let found: Tab | undefined
  await waitUntil(async () => {
    for (const tab of await session.tabs()) {
      if (await tab.run(condition).catch(() => false)) found = tab
    }
    return found !== undefined
  }, patienceMs)
  return found
}

// The rest is sent to the page as text.

function addFrame(url: string): void {
  const frame = document.createElement('iframe')
  frame.src = url
  document.body.append(frame)
}

function isLoaded(url: string): boolean {
  return performance.getEntriesByType('resource').some(({ name }) => name === url)
}

function isLabPage(): boolean {
  return document.querySelector('#lab-page') !== null
}

function isInterstitial(): boolean {
  return location.protocol === 'moz-extension:' && location.pathname.includes('interstitial')
}

async function registerWorker(): Promise<void> {
  await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
}
