import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scenario } from '../lab/scenario.ts'
import { findViolations } from './accessibility.ts'
import { ADDON_ID } from './firefox/addon.ts'
import type { ChromeWindow } from './firefox/chrome-window.ts'
import type { Tab } from './firefox/tab.ts'
import { readToolbarButton } from './firefox/toolbar-button.ts'
import { pictureFile } from './pictures.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

/** As though the user had said yes. */
const GRANTED = { 'extensions.webextOptionalPermissionPrompts': false }
const PATIENCE = { timeout: 10_000 }
/** What a drill or a trial that was started looks like. */
const STARTED =
  '[aria-labelledby="drill"]:not([data-phase="idle"]), [aria-labelledby="trials"]:not([data-phase="idle"])'
const LOOK = { locale: 'en', scheme: 'light' } as const

describe('the access to websites', () => {
  let stage: Stage
  let site: Scenario
  let tab: Tab

  beforeAll(async () => {
    stage = await setStage({ prefs: GRANTED })
    site = stage.scenario('02-ocsp.public')
    await stage.session.addon?.untilOfflineData()
    await site.arrange()
    tab = await stage.session.openTab()
  })

  afterAll(() => stage.close())

  const button = (of: Tab) => readToolbarButton(stage.session.chrome, of)
  const isBlind = async (of: Tab) => {
    const { badge, title } = await button(of)
    return badge === '!' && title.includes('no access to websites')
  }

  it('may be taken back, and then every button says so: of the tabs that are open, and of those that follow', async () => {
    const before = await stage.session.openTab()
    await stage.session.chrome.run(takeAccessBack, ADDON_ID)
    await expect.poll(() => isBlind(before), PATIENCE).toBe(true)
    // It is revoked, and nobody can help that.
    expect((await stage.session.visit(site.url, { tab })).outcome).toBe('opens')
    await expect.poll(() => isBlind(tab), PATIENCE).toBe(true)
  })

  it('is known to be missing where the event page begins anew', async () => {
    await stage.session.addon?.suspendBackground()
    const next = await stage.session.openTab()
    next.navigate(`${site.url}next`)
    await expect.poll(() => isBlind(next), PATIENCE).toBe(true)
    await next.close()
  })

  it('is missed by the options too, and no axe finds fault with that', async () => {
    const options = await stage.session.addon?.openPage('extension/options/index.html')
    if (options === undefined) throw new Error('there is no add-on')
    await waitUntil(() => options.run(isThere, '.missing-access'))
    await waitUntil(() => options.run(isThere, '[data-level]'))
    expect(await findViolations(options)).toEqual([])
    await options.screenshot(pictureFile('options-no-access', LOOK))
    await options.close()
  })

  // What cannot be seen cannot be proved: it would say things of Firefox that are not so.
  it('is missed by the self-test, which then tries nothing', async () => {
    const page = await stage.session.addon?.openPage('extension/selftest/index.html')
    if (page === undefined) throw new Error('there is no add-on')
    await waitUntil(() => page.run(isThere, '.missing-access'))
    await waitUntil(() => page.run(isThere, '#start-trials'))
    expect(await findViolations(page)).toEqual([])
    for (const button of ['#start-drill', '#start-trials']) {
      expect(await page.run(isThere, `${button}[aria-disabled="true"]`)).toBe(true)
      await page.run(press, button)
    }
    await expect(waitUntil(() => page.run(isThere, STARTED), 1_000)).rejects.toThrow('not so')
    await page.screenshot(pictureFile('selftest-no-access', LOOK))
    await page.close()
  })

  it('may come back while the event page is suspended, and the buttons know', async () => {
    // Nothing else would change the button of a tab in which nothing happens.
    const idle = await stage.session.openTab()
    await expect.poll(() => isBlind(idle), PATIENCE).toBe(true)
    await stage.session.addon?.suspendBackground()
    await stage.session.chrome.run(giveAccessBack, ADDON_ID)
    await expect.poll(() => isBlind(idle), PATIENCE).toBe(false)
    await idle.close()
    await waitUntil(() => tab.run(isThere, 'main[data-phase="settled"]'))
    await stage.session.chrome.run(takeAccessBack, ADDON_ID)
    const next = await stage.session.openTab()
    await expect.poll(() => isBlind(next), PATIENCE).toBe(true)
    await next.close()
    expect((await stage.session.visit(site.url, { tab })).outcome).toBe('opens')
  })

  it('is asked for in the popup; and once it is there, what was opened without it is judged', async () => {
    const popup = await stage.session.openPopup(tab)
    await waitUntil(() => popup.run(isThere, '.missing-access'))
    await waitUntil(() => popup.run(isThere, '[data-reason="no-access"]'))
    await popup.screenshot(pictureFile('popup-no-access', LOOK))
    expect(await findViolations(popup)).toEqual([])
    await popup.run(focus, '#allow-access')
    await popup.pressEnter()
    await waitUntil(() => tab.run(isThere, 'main[data-phase="settled"]'))
    await expect.poll(() => isBlind(tab), PATIENCE).toBe(false)
    const other = await stage.session.openTab()
    await expect.poll(() => isBlind(other), PATIENCE).toBe(false)
    expect((await stage.session.visit(site.url, { tab: other })).outcome).toBe('interstitial')
  })
})

// The rest is sent to Firefox and to its pages as text.

/** As the switch in about:addons does. */
async function takeAccessBack({ ChromeUtils, WebExtensionPolicy }: ChromeWindow, id: string): Promise<void> {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  )
  const extension = WebExtensionPolicy.getByID(id)?.extension
  await ExtensionPermissions.remove(id, { permissions: [], origins: ['<all_urls>'] }, extension)
}

async function giveAccessBack({ ChromeUtils, WebExtensionPolicy }: ChromeWindow, id: string): Promise<void> {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  )
  const extension = WebExtensionPolicy.getByID(id)?.extension
  await ExtensionPermissions.add(id, { permissions: [], origins: ['<all_urls>'] }, extension)
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

function isThere(selector: string): boolean {
  return document.querySelector(selector) !== null
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click()
}
