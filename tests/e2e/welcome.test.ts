import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab } from '../lab/scenario.ts'
import { findViolations } from './accessibility.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { waitUntil } from './wait-until.ts'

describe.each(LOOKS)('the welcome, in $locale, $scheme', ({ locale, scheme }) => {
  let lab: Lab
  let profile: string
  let session: FirefoxSession

  /** Pages that were open do not come back: what is open then, the add-on has opened. */
  const launch = () =>
    launchFirefox({
      roots: lab.roots,
      names: lab.names,
      settings: lab.settings,
      addon: BUILT_ADDON,
      profile,
      locale,
      privateWindows: false,
      prefs: { ...schemePrefs(scheme), 'browser.startup.page': 0 },
    })

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    session = await launch()
  })

  afterAll(async () => {
    await session.close()
    await lab.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  it('stands there once the add-on is installed, and says what is downloaded, how much and from whom', async () => {
    await waitUntil(async () => (await findWelcome(session)) !== undefined)
    const page = await findWelcome(session)
    await waitUntil(async () => (await page?.run(readWelcome))?.heading !== undefined)
    const welcome = await page?.run(readWelcome)
    expect(welcome?.first).toBe('offline')
    expect(welcome?.text).toContain('CRLite')
    expect(welcome?.text).toMatch(locale === 'en' ? /6 to 20 MB/ : /6 à 20 Mo/)
    expect(welcome?.text).toContain(new URL(lab.settings.access.server).host)
    expect(welcome?.isOn).toBe(true)
    await session.addon?.untilOfflineData()
    await expect.poll(() => page?.run(countInForce), { timeout: 2_000 }).toBe(2)
    expect(page && (await findViolations(page))).toEqual([])
    await page?.screenshot(pictureFile('welcome', { locale, scheme }), { fullPage: true })
  })

  it('does not come back with the next start', async () => {
    await session.close()
    session = await launch()
    await session.addon?.untilOfflineData()
    expect(await findWelcome(session)).toBeUndefined()
  })
})

async function findWelcome(session: FirefoxSession): Promise<Tab | undefined> {
  for (const tab of await session.tabs()) {
    if (await tab.run(isWelcome).catch(() => false)) return tab
  }
  return undefined
}

// The rest is sent to the page as text.

function isWelcome(): boolean {
  return location.protocol === 'moz-extension:' && location.hash === '#welcome'
}

function countInForce(): number {
  return document.querySelectorAll('[data-in-force="true"]').length
}

function readWelcome() {
  const section = document.querySelector('section')
  return {
    heading: document.querySelector('.welcome')?.textContent,
    first: section?.querySelector('h3')?.id,
    text: section?.textContent ?? '',
    isOn: document.querySelector<HTMLInputElement>('#offline-data')?.checked,
  }
}
