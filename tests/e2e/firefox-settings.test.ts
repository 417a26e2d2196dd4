import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SettingId } from '../../src/policy/firefox-settings/setting.ts'
import { startLab } from '../lab/lab.ts'
import type { CaKind, Lab } from '../lab/scenario.ts'
import { verified } from '../lab/scenarios/expect.ts'
import type { AuthorityName } from '../lab/pki/authority.ts'
import type { Row, Variant } from '../lab/scenarios/variant.ts'
import { findViolations } from './accessibility.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { readRawSupport, readSupportText } from './firefox/about-support.ts'
import type { ChromeWindow } from './firefox/chrome-window.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { LOOKS, pictureFile, schemePrefs } from './pictures.ts'
import { drill, holdsProxyPermission, openSelfTest } from './self-test-hands.ts'
import { waitUntil } from './wait-until.ts'

const site = (slug: string, authority: AuthorityName): Variant => ({
  slug,
  title: `Site ${slug}`,
  why: 'The responder vouches for the certificate.',
  leaf: { responders: ['ocsp'], authority },
  arrange: {},
  expect: verified('ocsp'),
})

/** Enough certificates of two CAs, each with a responder, none covered by CRLite: what tells how Firefox is set. */
const BROWSED: Row = {
  row: 90,
  title: 'Sites to be browsed',
  variants: Array.from({ length: 12 }, (_, n) => site(`90-${n}`, n % 2 === 0 ? 'ecdsa' : 'rsa')),
}

/** Firefox remembers the failure of its responder. */
const DRILLED: Row = { row: 91, title: 'A site for the drill', variants: [site('91-drill', 'ecdsa')] }

/** Nobody is there to say yes. */
const GRANTED = { 'extensions.webextOptionalPermissionPrompts': false }

interface Combination {
  readonly enabled: 0 | 1 | 2
  readonly require: boolean
}

const COMBINATIONS: readonly Combination[] = [1, 0, 2].flatMap((enabled) =>
  [false, true].map((require): Combination => ({
    enabled: enabled === 1 ? 1 : enabled === 0 ? 0 : 2,
    require,
  })),
)
const KINDS: readonly CaKind[] = ['public', 'private']
const SETTINGS = ['ocsp-enabled', 'ocsp-require', 'hard-fail'] as const satisfies readonly SettingId[]

type Said = Readonly<Record<string, string>>

const truthOf = ({ enabled, require }: Combination): Said => ({
  'ocsp-enabled': enabled === 1 ? 'on' : 'off',
  'ocsp-require': require ? 'on' : 'off',
  'hard-fail': enabled === 1 && require ? 'on' : 'off',
})

/** What must be found out by passive browsing alone, where it can be: the rest must be said to be unknown. */
const passively = ({ enabled, require }: Combination, kind: CaKind): Said => {
  const isAsked = enabled === 1 && (require || kind === 'private')
  if (kind === 'private') {
    const hardFail = enabled === 1 ? 'unknown' : 'off'
    return { 'ocsp-enabled': enabled === 1 ? 'on' : 'off', 'ocsp-require': 'unknown', 'hard-fail': hardFail }
  }
  return isAsked
    ? { 'ocsp-enabled': 'on', 'ocsp-require': 'on', 'hard-fail': 'on' }
    : { 'ocsp-enabled': 'unknown', 'ocsp-require': 'unknown', 'hard-fail': 'off' }
}

/** What the drill shows: hard-fail needs both settings, and soft-fail is for roots that were added. */
function drillOf({ enabled, require }: Combination, kind: CaKind): string {
  if (enabled !== 1) return 'not-asked'
  if (require) return 'hard-fail'
  return kind === 'public' ? 'not-asked' : 'soft-fail'
}

describe('what the options say of Firefox’s own settings', () => {
  let lab: Lab
  let profile: string
  let session: FirefoxSession
  let options: Tab
  let selfTest: Tab
  const table: string[] = []

  const launch = () =>
    launchFirefox({
      roots: lab.roots,
      names: lab.names,
      settings: lab.settings,
      addon: BUILT_ADDON,
      profile,
      privateWindows: false,
      prefs: { ...GRANTED, 'browser.startup.page': 0 },
    })

  beforeAll(async () => {
    lab = await startLab({ port: 0, rows: [BROWSED, DRILLED] })
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    session = await launch()
    await session.addon?.untilOfflineData()
    // What Firefox did before the add-on came it does not know: only from the next start on it draws conclusions.
    await session.close()
    session = await launch()
    await session.addon?.untilOfflineData()
    options = await openOptions(session)
    selfTest = await openSelfTest(session)
  })

  afterAll(async () => {
    console.log([HEAD, ...table].join('\n'))
    await session.close()
    await lab.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  async function forget(): Promise<void> {
    await options.run(click, '#forget-firefox')
    await waitUntil(async () => (await options.run(readSaid))['hard-fail'] === 'unknown')
  }

  const said = async (): Promise<Said> => {
    // It loads what is known every ten seconds: reading the page anew is quicker.
    await options.run(reload)
    await waitUntil(() => options.run(isLoaded))
    return options.run(readSaid)
  }

  describe.each(COMBINATIONS)('with enabled=$enabled and require=$require', (combination) => {
    it.each(KINDS)('is true after the drill, browsing and the paste, under a %s CA', async (kind) => {
      const truth = truthOf(combination)
      await forget()
      await set(session, combination)
      // Keys reach the tab in front alone.
      await session.bringToFront(selfTest)
      const { outcome, action, verdict } = await drill(selfTest, drilledHost(lab, kind))
      const drilled = await said()
      expect({ outcome, action, verdict }).toEqual({
        outcome: drillOf(combination, kind),
        action: 'held',
        verdict: 'unverified',
      })
      expect(await holdsProxyPermission(selfTest)).toBe(false)

      await forget()
      await browse(session, lab, kind)
      const wanted = passively(combination, kind)
      // What was seen is noted a moment later.
      await waitUntil(async () => isSame(await said(), wanted), 5_000).catch(() => {})
      const browsed = await options.run(readSaid)

      await paste(options, await readRawSupport(session.chrome))
      const pasted = await options.run(readSaid)

      table.push(line(combination, kind, [drilled, browsed, pasted]))
      for (const setting of SETTINGS) {
        expect([truth[setting], 'unknown']).toContain(drilled[setting])
        expect([truth[setting], 'unknown']).toContain(browsed[setting])
      }
      // That it was not asked has more than one reason.
      expect(drilled).toMatchObject(outcome === 'not-asked' ? {} : truth)
      expect(browsed).toMatchObject(wanted)
      expect(pasted).toMatchObject(truth)
    })
  })
})

describe.each(LOOKS)('the part of the options about Firefox, in $locale, $scheme', ({ locale, scheme }) => {
  let lab: Lab
  let session: FirefoxSession
  let options: Tab

  beforeAll(async () => {
    lab = await startLab({ port: 0, rows: [BROWSED, DRILLED] })
    const { roots, names, settings } = lab
    const prefs = schemePrefs(scheme)
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, locale, prefs })
    await session.addon?.untilOfflineData()
    options = await openOptions(session)
  })

  afterAll(async () => {
    await session.close()
    await lab.close()
  })

  it('refuses with a reason what is no such text, at once', async () => {
    await options.run(fill, '#check-text', 'x'.repeat(2_000_000))
    await options.run(click, '#check-settings')
    await expect.poll(() => options.run(readRefusal)).toBe('not-recognised')
  })

  it('reads what about:support copies as text, in its language', async () => {
    await set(session, { enabled: 2, require: true })
    await paste(options, await readSupportText(session.chrome))
    expect(await options.run(readSaid)).toMatchObject(truthOf({ enabled: 2, require: true }))
    await options.run(click, '#forget-firefox')
  })

  it('reads a file that is dropped, and says what Firefox does not take from a policy', async () => {
    const policies = { Preferences: { 'security.OCSP.require': true, 'security.pki.crlite_mode': 2 } }
    await options.run(drop, '#check-text', 'policies.json', JSON.stringify({ policies }))
    await expect
      .poll(() => options.run(readPolicyRefuses), { timeout: 10_000 })
      .toBe('security.pki.crlite_mode')
    expect(await options.run(readFound, 'security.OCSP.require')).toBe('true')
  })

  it('copies what has to be typed', async () => {
    await session.bringToFront(options)
    await options.run(openAll)
    await options.run(focus, '.copyable button')
    await options.press(ENTER)
    await expect.poll(() => options.run(readCopy), { timeout: 10_000 }).toMatch(/^(Copied|Copié)$/)
  })

  it('is where its address leads', async () => {
    const led = await session.addon?.openPage('extension/options/index.html#firefox')
    await expect.poll(() => led?.run(() => scrollY)).toBeGreaterThan(0)
    await led?.close()
  })

  it('has nothing that axe finds serious, with all of it open', async () => {
    await set(session, { enabled: 1, require: true })
    await browse(session, lab, 'public')
    await browse(session, lab, 'private')
    await options.run(reload)
    await waitUntil(() => options.run(isLoaded))
    await paste(options, await readRawSupport(session.chrome))
    await options.run(openAll)
    expect(await findViolations(options)).toEqual([])
    const look = { locale, scheme }
    await options.setViewport(1280, 900)
    await options.screenshot(pictureFile('options-firefox', look), { fullPage: true })
    await options.setViewport(400, 800)
    await options.screenshot(pictureFile('options-firefox-narrow', look), { fullPage: true })
  })
})

const ENTER = '\uE007'

async function openOptions(session: FirefoxSession): Promise<Tab> {
  const page = await session.addon?.openPage('extension/options/index.html')
  if (page === undefined) throw new Error('the options did not open')
  await waitUntil(() => page.run(isLoaded))
  return page
}

async function set({ chrome }: FirefoxSession, { enabled, require }: Combination): Promise<void> {
  await chrome.setPref('security.OCSP.enabled', enabled)
  await chrome.setPref('security.OCSP.require', require)
  // A connection that is kept open would tell how it was.
  await chrome.run(({ Services }: ChromeWindow) =>
    Services.obs.notifyObservers(null, 'net:cancel-all-connections'),
  )
}

/** Opens one of the sites, which uses all the others. */
async function browse(session: FirefoxSession, { scenarios }: Lab, kind: CaKind): Promise<void> {
  const [first, ...others] = scenarios.filter(({ id }) => id.startsWith('90-') && id.endsWith(kind))
  const { tab } = await session.visit(first?.url ?? '')
  await tab.run(
    fetchAll,
    others.map(({ url }) => url),
  )
  await tab.close()
  await waitUntil(async () => {
    const met = (await session.addon?.ask('firefox', {}))?.met
    return (kind === 'public' ? met?.ocsp : met?.private) === BROWSED.variants.length
  })
}

/** Gives to the options what about:support copies. */
async function paste(options: Tab, text: string): Promise<void> {
  await options.run(fill, '#check-text', text)
  await options.run(click, '#check-settings')
  await waitUntil(() => options.run(isNoted))
}

const STEPS = ['drill', 'browsing', 'paste']
const WIDTH = SETTINGS.join(' ').length + 3
const HEAD = [
  `enabled require CA      ${STEPS.map((step) => `| after ${step}`.padEnd(WIDTH)).join('')}`,
  `                        ${STEPS.map(() => `| ${SETTINGS.join(' ')}`).join(' ')}`,
].join('\n')

function line({ enabled, require }: Combination, kind: CaKind, steps: readonly Said[]): string {
  const cells = steps.map(
    (said) => `| ${SETTINGS.map((setting) => (said[setting] ?? '').padEnd(setting.length)).join(' ')}`,
  )
  return `${String(enabled).padEnd(7)} ${String(require).padEnd(7)} ${kind.padEnd(8)}${cells.join(' ')}`
}

function drilledHost({ scenarios }: Lab, kind: CaKind): string {
  const found = scenarios.find(({ id }) => id === `91-drill.${kind}`)
  if (found === undefined) throw new Error('there is no site for the drill')
  return new URL(found.url).host
}

function isSame(found: Said, wanted: Said): boolean {
  return Object.entries(wanted).every(([setting, state]) => found[setting] === state)
}

// The rest is sent to the page, or to Firefox, as text.

function reload(): void {
  document.documentElement.dataset['old'] = ''
  location.reload()
}

function isLoaded(): boolean {
  if (document.documentElement.dataset['old'] !== undefined) return false
  return document.querySelector('[data-setting="hard-fail"] [data-state]') !== null
}

function readSaid(): Record<string, string> {
  return Object.fromEntries(
    [...document.querySelectorAll<HTMLElement>('[data-setting]')].map((row) => [
      row.dataset['setting'] ?? '',
      row.querySelector<HTMLElement>('[data-state]')?.dataset['state'] ?? '',
    ]),
  )
}

function isNoted(): boolean {
  return document.querySelector('.checked[data-noted="true"]') !== null
}

function openAll(): void {
  for (const details of document.querySelectorAll('details')) details.open = true
}

function drop(selector: string, name: string, text: string): void {
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([text], name))
  const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
  document.querySelector(selector)?.dispatchEvent(event)
}

function readPolicyRefuses(): string | undefined {
  return document.querySelector<HTMLElement>('[data-policy-refuses]')?.dataset['policyRefuses']
}

function readFound(preference: string): string | undefined {
  return document.querySelector<HTMLElement>(`[data-preference="${preference}"] [data-found]`)?.dataset[
    'found'
  ]
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

function readCopy(): string | undefined {
  return document.querySelector('.copyable output')?.textContent
}

function readRefusal(): string | undefined {
  return document.querySelector<HTMLElement>('[data-refused]')?.dataset['refused']
}

function click(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click()
}

function fill(selector: string, text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>(selector)
  if (field !== null) field.value = text
}

async function fetchAll(urls: string[]): Promise<void> {
  await Promise.all(
    urls.map((url) => fetch(url, { mode: 'no-cors', cache: 'no-store' }).catch(() => undefined)),
  )
}
