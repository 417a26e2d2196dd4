import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OnOff, SettingId } from '../../src/policy/firefox-settings/setting.ts'
import { DEFAULT_SETTINGS } from '../../src/policy/settings.ts'
import { getMessageIn } from '../ui/get-message.ts'
import { startLab } from '../lab/lab.ts'
import { findViolationsInBoth } from './accessibility.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { addonUrl } from './firefox/addon.ts'
import { type FirefoxSession, launchFirefox } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { pictureFile } from './pictures.ts'
import { beginDrill, drill, holdsProxyPermission, openSelfTest, readDrill } from './self-test-hands.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

/** Nobody is there to say yes. */
const GRANTED = { 'extensions.webextOptionalPermissionPrompts': false }

describe('the drill', () => {
  let stage: Stage
  let page: Tab

  beforeAll(async () => {
    stage = await setStage({ prefs: GRANTED })
    await stage.session.addon?.untilOfflineData()
    page = await openSelfTest(stage.session)
  })

  afterAll(() => stage.close())

  const set = async ({ enabled, require }: { enabled: number; require: boolean }) => {
    await stage.session.chrome.setPref('security.OCSP.enabled', enabled)
    await stage.session.chrome.setPref('security.OCSP.require', require)
  }
  const hostOf = (id: string) => new URL(stage.scenario(id).url).host

  /** What the options say of a setting after it. */
  async function known(setting: SettingId): Promise<OnOff | 'unknown'> {
    const state = await stage.session.addon?.ask('firefox', {})
    return state?.settings[setting].state ?? 'unknown'
  }

  it.each([
    ['public', 'not-asked'],
    ['private', 'soft-fail'],
  ])('shows a change of the setting when it is done again, under a %s CA', async (kind, before) => {
    const host = hostOf(`01-ocsp-rsa.${kind}`)
    await set({ enabled: 1, require: false })
    expect((await drill(page, host)).outcome).toBe(before)
    await set({ enabled: 1, require: true })
    expect(await drill(page, host)).toMatchObject({ outcome: 'hard-fail', why: [] })
    // Firefox remembers for five minutes that the responder failed.
    expect((await drill(page, host)).outcome).toBe('hard-fail')
    expect(await known('hard-fail')).toBe('on')
    await set({ enabled: 1, require: false })
    const after = await drill(page, host)
    expect(after.outcome).toBe(before)
    expect(after.why).toEqual(before === 'not-asked' ? ['public-default', 'disabled'] : [])
    // The dead proxy is ours, and no fault of Firefox's settings.
    expect(after.text).toContain(getMessageIn('en')('cause_responder_unreachable'))
    expect(await known('hard-fail')).toBe('off')
    expect(await findViolationsInBoth(stage.session.chrome, page)).toEqual([])
    await page.screenshot(pictureFile(`drill-${before}`, { locale: 'en', scheme: 'light' }), {
      fullPage: true,
    })
  })

  it.each([
    ['05-good.public', 'not-asked', ['no-responder']],
    ['14-dead-responder.public', 'not-asked', ['short-lived']],
    ['19-good.public', 'not-asked', ['covered', 'public-default', 'disabled', 'stapled', 'cached']],
    ['13-stapled.public', 'not-asked', ['stapled']],
    ['02-ocsp.private', 'inconclusive', ['revoked']],
    ['17-wrong-host.public', 'inconclusive', ['certificate-error']],
  ] as const)('says of %s why it tells nothing of the settings', async (id, outcome, why) => {
    stage.lab.reset()
    await stage.scenario(id).arrange()
    expect(await drill(page, hostOf(id))).toMatchObject({ outcome, why })
    expect(await holdsProxyPermission(page)).toBe(false)
  })

  it('sees the certificate of a site past its service worker, of which nothing is loaded', async () => {
    stage.lab.reset()
    const site = stage.scenario('05-good-rsa.public')
    const { tab } = await stage.session.visit(site.url)
    await tab.run(() =>
      navigator.serviceWorker
        .register('/worker.js')
        .then(() => navigator.serviceWorker.ready)
        .then(() => true),
    )
    await tab.close()
    page = await openSelfTest(stage.session)
    await page.run(watchDocuments)
    expect(await drill(page, new URL(site.url).host)).toMatchObject({
      outcome: 'not-asked',
      why: ['no-responder'],
    })
    expect(await page.run(readDocuments)).toBeUndefined()
  })

  it('asks the responder nothing before, also where every site is looked at before anything is sent', async () => {
    stage.lab.reset()
    const { addon } = stage.session
    await addon?.ask('settings.save', { settings: { ...DEFAULT_SETTINGS, level: 'lockdown' } })
    await set({ enabled: 1, require: true })
    expect(await drill(page, hostOf('01-ocsp.public'))).toMatchObject({ outcome: 'hard-fail' })
    await set({ enabled: 1, require: false })
    await addon?.ask('settings.save', { settings: DEFAULT_SETTINGS })
  })

  it('proposes what was met, asks the site without cookies, and leaves its own guard in place', async () => {
    stage.lab.reset()
    const { session } = stage
    await session.visit(stage.scenario('10-by-delegate.public').url)
    // Keys reach the tab in front alone.
    page = await openSelfTest(session)
    await drill(page, hostOf('10-by-delegate.public'))
    expect(stage.lab.siteRequests.filter(({ cookie }) => cookie !== undefined)).toEqual([])
    expect((await session.addon?.ask('drill.sites', {}))?.[0]).toBe(hostOf('10-by-delegate.public'))
    const revoked = stage.scenario('02-ocsp.public')
    await revoked.arrange()
    expect(await session.visit(revoked.url)).toMatchObject({ outcome: 'interstitial', bodyShown: false })
    expect(await session.addon?.errors.list()).toEqual([])
  })

  it('is not to be had in a private window', async () => {
    const window = await stage.session.openPrivateWindow()
    window.navigate(addonUrl('extension/selftest/index.html'))
    await expect.poll(() => window.run(readMain).catch(() => undefined), PATIENCE).toMatchObject({ forms: 0 })
  })
})

// The rest is sent to the page as text.

declare const browser: {
  readonly webNavigation: {
    readonly onDOMContentLoaded: { addListener(listener: (details: { url: string }) => void): void }
  }
}

/** Writes down every document that is shown over https from now on, in whichever tab. */
function watchDocuments(): void {
  const { dataset } = document.documentElement
  browser.webNavigation.onDOMContentLoaded.addListener(({ url }) => {
    if (url.startsWith('https:')) dataset['shown'] = `${dataset['shown'] ?? ''} ${url}`
  })
}

function readDocuments(): string | undefined {
  return document.documentElement.dataset['shown']
}

function readMain() {
  const main = document.querySelector('main')
  return main && { forms: main.querySelectorAll('form, button').length }
}

describe('a drill that does not come to its end', () => {
  let silent: Server
  let host: string
  let profile: string
  let session: FirefoxSession

  const launch = async () => {
    const lab = await startLab({ port: 0, rows: [] })
    const { roots, names } = lab
    await lab.close()
    return launchFirefox({ roots, names, addon: BUILT_ADDON, profile, prefs: { ...GRANTED, ...KILLED } })
  }

  beforeAll(async () => {
    // It takes connections, and says nothing.
    silent = createServer()
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve)
    })
    const address = silent.address()
    if (address === null || typeof address === 'string') throw new Error('not a TCP server')
    host = `silent.lab.test:${address.port}`
    profile = await mkdtemp(join(tmpdir(), 'hardfail-drill-'))
    session = await launch()
  })

  afterAll(async () => {
    await session.close()
    silent.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  /** Another page of the add-on, without any script of its own. */
  async function openBystander(): Promise<Tab> {
    const page = await session.addon?.openPage('icons/verified.svg')
    if (page === undefined) throw new Error('there is no add-on')
    return page
  }

  async function begin(): Promise<Tab> {
    const page = await openSelfTest(session)
    await beginDrill(page, host)
    await waitUntil(async () => (await page.run(readDrill)).phase === 'looking')
    expect(await holdsProxyPermission(page)).toBe(true)
    return page
  }

  it('keeps no permission when its page is closed in the middle, and leaves no tab behind', async () => {
    const bystander = await openBystander()
    const before = (await session.tabs()).length
    const page = await begin()
    await page.close()
    await expect.poll(() => holdsProxyPermission(bystander), PATIENCE).toBe(false)
    await expect.poll(async () => (await session.tabs()).length, PATIENCE).toBe(before)
    await bystander.close()
  })

  it('keeps no permission when Firefox is killed in the middle', async () => {
    await begin()
    await session.kill()
    session = await launch()
    const bystander = await openBystander()
    await expect.poll(() => holdsProxyPermission(bystander), PATIENCE).toBe(false)
  })
})

const PATIENCE = { timeout: 10_000 }

const KILLED = {
  'browser.startup.page': 0,
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
}
