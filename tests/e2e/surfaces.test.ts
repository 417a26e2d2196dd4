import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findViolations } from './accessibility.ts'
import type { Popup } from './firefox/popup.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { readToolbarButton } from './firefox/toolbar-button.ts'
import { click } from './interstitial-hands.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { waitUntil } from './wait-until.ts'
import { setStage, type Stage } from './stage.ts'

const SITES = [
  { id: '01-ocsp.public', verdict: 'verified', action: 'allowed', icon: 'verified', badge: '' },
  { id: '03-cut-off.public', verdict: 'unverified', action: 'held', icon: 'unverified', badge: '!' },
  { id: '02-ocsp.public', verdict: 'revoked', action: 'held', icon: 'revoked', badge: '!' },
] as const

describe.each(LOOKS)('in $locale, $scheme', ({ locale, scheme }) => {
  let stage: Stage
  let session: FirefoxSession

  const picture = (name: string) => pictureFile(name, { locale, scheme })

  beforeAll(async () => {
    stage = await setStage({ locale, prefs: schemePrefs(scheme) })
    session = stage.session
    await session.addon?.untilOfflineData()
  })

  afterAll(() => stage.close())

  async function arrive(id: string): Promise<Tab> {
    const site = stage.scenario(id)
    stage.lab.reset()
    await site.arrange()
    const { tab } = await session.visit(site.url)
    return tab
  }

  describe.each(SITES)('on a page that is $verdict', ({ id, verdict, action, icon, badge }) => {
    let tab: Tab
    let popup: Popup

    beforeAll(async () => {
      tab = await arrive(id)
      popup = await session.openPopup(tab)
      await waitUntil(() => popup.run(isShown))
    })

    afterAll(() => popup.close())

    const styleOf = async () => (await readToolbarButton(session.chrome, tab)).style

    it('the toolbar button has a shape of its own, and a badge only when something is wrong', async () => {
      await expect.poll(styleOf, { timeout: 10_000 }).toContain(`/icons/${icon}.svg`)
      const button = await readToolbarButton(session.chrome, tab)
      expect(button.badge).toBe(badge)
      expect(button.title).toMatch(/^Hardfail/)
    })

    it('opens the popup that says so', async () => {
      const marks = await popup.run(() => Object.assign({}, document.querySelector('main')?.dataset))
      expect(marks).toMatchObject({ kind: 'checked', verdict, action })
      expect(await popup.run(() => document.documentElement.lang)).toMatch(new RegExp(`^${locale}`))
      await popup.screenshot(picture(`popup-${verdict}`))
    })

    it('shows nothing in the popup that axe finds serious', async () => {
      expect(await findViolations(popup)).toEqual([])
    })
  })

  it.each([
    ['03-cut-off.public', 'unverified'],
    ['02-ocsp.public', 'revoked'],
  ])('shows an interstitial for %s that axe finds nothing serious in', async (id, verdict) => {
    const tab = await arrive(id)
    expect(await findViolations(tab)).toEqual([])
    await tab.screenshot(picture(`interstitial-${verdict}`))
    await tab.run(click, '#continue-anyway')
    expect(await findViolations(tab)).toEqual([])
    await tab.setViewport(400, 800)
    await tab.screenshot(picture(`interstitial-${verdict}-narrow`), { fullPage: true })
  })

  it('the options have nothing that axe finds serious', async () => {
    const options = await session.addon?.openPage('extension/options/index.html')
    if (options === undefined) throw new Error('the options did not open')
    await waitUntil(() => options.run(() => document.querySelector('input[name="level"]:checked') !== null))
    expect(await findViolations(options)).toEqual([])
    await options.screenshot(picture('options'), { fullPage: true })
    await options.setViewport(400, 800)
    await options.screenshot(picture('options-narrow'), { fullPage: true })
  })

  it('a page over http: is said to be not checked, and the popup leads to the tests of this Firefox', async () => {
    const tab = await session.openTab()
    tab.navigate(stage.lab.indexUrl)
    await waitUntil(async () => (await tab.run(() => location.protocol)) === 'http:')
    const tabId = (await session.addon?.tabId(tab)) ?? -1
    await waitUntil(async () => (await session.addon?.ask('page', { tabId }))?.kind === 'not-checked')
    expect(await session.addon?.ask('page', { tabId })).toMatchObject({ reason: 'http' })
    expect((await readToolbarButton(session.chrome, tab)).style).toContain('/icons/not-checked.svg')
    const popup = await session.openPopup(tab)
    await waitUntil(() => popup.run(isShown))
    await popup.screenshot(picture('popup-not-checked'))
    await popup.run(click, '#open-self-test')
    await waitUntil(async () => (await openAddresses(session)).some((url) => url.includes('/selftest/')))
  })

  it('shows the check in the interstitial while it goes on, and moves on to the page by itself', async () => {
    const site = stage.scenario('07-timeout.public')
    stage.lab.reset()
    site.behave('timeout', 'timeout')
    const { tab } = await session.visit(site.url, { whileChecking: true })
    expect(await tab.run(() => document.querySelector('main')?.dataset['phase'])).toBe('checking')
    await tab.screenshot(picture('interstitial-checking'))
    expect((await session.settle(tab)).outcome).toBe('interstitial')
    site.behave('good', 'good')
    await tab.run(markAsLeft)
    await tab.run(click, '#try-again')
    expect((await session.settle(tab)).outcome).toBe('opens')
  })
})

async function openAddresses(session: FirefoxSession): Promise<readonly string[]> {
  return Promise.all((await session.tabs()).map((tab) => tab.run(() => location.href)))
}

// The rest is sent to the page as text.

function isShown(): boolean {
  const kind = document.querySelector('main')?.dataset['kind']
  return kind === 'checked' || kind === 'not-checked' || kind === 'refused'
}

function markAsLeft(): void {
  document.documentElement.toggleAttribute('data-left', true)
}
