import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { canConfirmWithin, click, continueAnyway } from './interstitial-hands.ts'
import { findScenario } from './stage.ts'
import { waitUntil } from './wait-until.ts'

/** Temporary add-ons lose their storage when they go; one that is installed keeps it, and that is the case to test. */
const KEEP_STORAGE = {
  'extensions.webextensions.keepStorageOnUninstall': true,
  'extensions.webextensions.keepUuidOnUninstall': true,
}

describe('"Continue anyway"', () => {
  let lab: Lab
  let profile: string
  let session: FirefoxSession
  let site: Scenario
  let other: Scenario

  const launch = () =>
    launchFirefox({ roots: lab.roots, names: lab.names, addon: BUILT_ADDON, profile, prefs: KEEP_STORAGE })

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
    site = findScenario(lab, '03-cut-off.public')
    other = findScenario(lab, '07-cut-off.public')
  })

  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    session = await launch()
    lab.reset()
    site.behave('cut-off', 'cut-off')
    other.behave('cut-off', 'cut-off')
  })

  afterEach(async () => {
    await session.close()
    await rm(profile, { recursive: true, force: true })
  })

  afterAll(() => lab.close())

  const outcomeOf = async ({ url }: Scenario, beside?: Tab) =>
    (await session.visit(url, beside === undefined ? {} : { beside })).outcome

  it('opens the page, for exactly the host, certificate and cause it was given for', async () => {
    const { tab, outcome } = await session.visit(site.url)
    expect(outcome).toBe('interstitial')
    expect((await continueAnyway(session, tab)).outcome).toBe('opens')
    expect(await outcomeOf(site)).toBe('opens')

    expect(await outcomeOf(other), 'another host with the same cause').toBe('interstitial')

    site.behave('bad-signature', 'bad-signature')
    await session.addon?.ask('evidence.clear', {})
    expect(await outcomeOf(site), 'the same host with another cause').toBe('interstitial')
  })

  it('survives the suspension of the event page and ends with the session', async () => {
    const first = await session.visit(site.url)
    await continueAnyway(session, first.tab)
    const second = await session.visit(other.url)
    await continueAnyway(session, second.tab, { duration: 'certificate' })

    await session.addon?.suspendBackground()
    expect(await outcomeOf(site)).toBe('opens')

    await session.close()
    session = await launch()
    expect(await outcomeOf(site)).toBe('interstitial')
    expect(await outcomeOf(other), 'kept until the certificate changes').toBe('opens')
  })

  it('can be made to last for another time in the options, and be taken back, with the page that stands open by it', async () => {
    const { tab } = await session.visit(site.url)
    await continueAnyway(session, tab)
    const { host } = new URL(site.url)
    const exceptions = () => session.addon?.ask('exceptions', {})
    expect(await exceptions()).toMatchObject([{ host, cause: 'responder-unreachable', duration: 'session' }])

    const options = await session.addon?.openPage('extension/options/index.html')
    const row = `tr[data-host="${host}"]`
    await waitUntil(async () => (await options?.run(choose, `${row} select`, 'hour')) === true)
    await expect.poll(exceptions).toMatchObject([{ host, duration: 'hour' }])
    await options?.run(click, `${row} button`)
    await expect.poll(exceptions).toEqual([])
    await waitUntil(() => tab.run(isInterstitial))
    expect(await outcomeOf(site)).toBe('interstitial')
  })

  it('given in a private window does not count outside of it', async () => {
    const [usual] = await session.tabs()
    const window = await session.openPrivateWindow()
    const { tab, outcome } = await session.visit(site.url, { tab: window })
    expect(outcome).toBe('interstitial')
    expect((await continueAnyway(session, tab)).outcome).toBe('opens')
    expect(await outcomeOf(site, tab), 'in the same window').toBe('opens')
    expect(await outcomeOf(site, usual), 'in a usual window').toBe('interstitial')
  })

  it('needs the name of the host for a revoked certificate', async () => {
    site.behave('revoked', 'revoked')
    const { tab } = await session.visit(site.url)
    await session.bringToFront(tab)
    await tab.run(click, '#continue-anyway')
    expect(await canConfirmWithin(tab, 2_000)).toBe(false)
    await tab.run(click, '#continue-anyway')
    expect((await continueAnyway(session, tab, { typedHost: site.host })).outcome).toBe('opens')
  })

  it('is shown in the popup as what it is, bound to the certificate of the page', async () => {
    const { tab } = await session.visit(site.url)
    await continueAnyway(session, tab, { duration: 'certificate' })
    const [exception] = (await session.addon?.ask('exceptions', {})) ?? []
    const page = await session.addon?.ask('page', { tabId: await session.addon.tabId(tab) })
    expect(page).toMatchObject({ kind: 'checked', action: 'excepted' })
    const leaf = page?.kind === 'checked' ? page.report?.certificates[0]?.fingerprint : undefined
    expect(exception?.fingerprint).toBe(leaf)
  })
})

// The rest is sent to the page as text.

function choose(selector: string, value: string): boolean {
  const field = document.querySelector(selector)
  if (!(field instanceof HTMLSelectElement)) return false
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  return true
}

function isInterstitial(): boolean {
  return location.protocol === 'moz-extension:' && location.pathname.includes('interstitial')
}
