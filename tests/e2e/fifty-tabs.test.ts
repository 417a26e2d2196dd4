import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab, LabRequest } from '../lab/scenario.ts'
import { verified } from '../lab/scenarios/expect.ts'
import type { Row } from '../lab/scenarios/variant.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { readToolbarButton } from './firefox/toolbar-button.ts'
import { click } from './interstitial-hands.ts'
import { pictureFile } from './pictures.ts'
import { waitUntil } from './wait-until.ts'

/** The machine may be busy. */
const PATIENCE = { timeout: 10_000 }
const TABS = 50
/** Each with a certificate and a responder of its own. */
const SITES = 10
/** How often Firefox by itself sends a request whose connection is cut without a word (network.http.request.max-attempts). */
const RESTARTS = 10

const ROWS: readonly Row[] = [
  {
    row: 1,
    title: 'Many sites at once',
    variants: Array.from({ length: SITES }, (_, n) => ({
      slug: `many-${n}`,
      title: 'One of many sites',
      why: 'Each has a responder of its own.',
      kinds: ['public'],
      leaf: { responders: ['ocsp'] },
      arrange: {},
      expect: verified('ocsp'),
    })),
  },
]

/** They all load at once, as with the setting that some have made, or as an add-on may have it. */
const EAGER = { 'browser.sessionstore.restore_on_demand': false }

describe('fifty tabs that are restored while no responder has an answer', () => {
  let lab: Lab
  let profile: string
  let session: FirefoxSession

  beforeAll(async () => {
    lab = await startLab({ port: 0, rows: ROWS })
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    const first = await launch()
    for (let n = 0; n < TABS; n++) (await first.openTab()).navigate(addressOf(n))
    await waitUntil(
      async () => (await phases(first)).filter((phase) => phase === 'page').length === TABS,
      60_000,
    )
    await first.addon?.ask('evidence.clear', {})
    await first.close()
    lab.reset()
    for (const site of lab.scenarios) site.behave('try-later', 'good')
    session = await launch()
  })

  afterAll(async () => {
    await session.close()
    await lab.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  const launch = () =>
    launchFirefox({ roots: lab.roots, names: lab.names, addon: BUILT_ADDON, profile, prefs: EAGER })

  const addressOf = (n: number) => `${lab.scenarios[n % SITES]?.url ?? ''}tab-${n}`
  const asked = (): readonly LabRequest[] => lab.requests.filter(({ host }) => host.startsWith('ocsp-'))

  /** Requests for the pages themselves. */
  const visits = () => lab.siteRequests.filter(({ path }) => path.startsWith('/tab-'))

  async function allHeld(): Promise<boolean> {
    const held = await session.addon?.ask('held', { isPrivate: false })
    return held?.pages.filter(({ verdict }) => verdict === 'unverified').length === TABS
  }

  it('are held, and each site was asked about once', async () => {
    await waitUntil(allHeld, 90_000)
    // Some may be judged by a connection of the add-on's own before they have asked for anything.
    expect(visits().length).toBeLessThanOrEqual(TABS)
    expect(new Set(asked().map(({ host }) => host)).size).toBe(SITES)
    expect(asked().length).toBeLessThanOrEqual(SITES * 3)
  })

  it('are one summary in the one that is in front', async () => {
    const front = await frontTab()
    await expect.poll(() => front.run(heldCount), PATIENCE).toBe(TABS)
    const other = await session.openTab()
    const badge = async () => (await readToolbarButton(session.chrome, other)).badge
    await expect.poll(badge, PATIENCE).toBe(String(TABS))
    await other.close()
    await session.bringToFront(front)
    await front.screenshot(pictureFile('interstitial-fifty', { locale: 'en', scheme: 'light' }))
  })

  it('are all tried again by one button, four sites at a time, and go their way by themselves', async () => {
    const front = await frontTab()
    lab.reset()
    await front.run(click, '#try-all')
    await waitUntil(
      async () => (await phases(session)).filter((phase) => phase === 'page').length === TABS,
      60_000,
    )
    expect(new Set(asked().map(({ host }) => host)).size).toBe(SITES)
    expect(asked().length).toBeLessThanOrEqual(SITES * 2)
    expect(visits()).toHaveLength(TABS)
    expect(await session.addon?.ask('held', { isPrivate: false })).toEqual({ pages: [] })
  })

  it('are held once more where the line to all responders is cut, and no storm comes of that', async () => {
    await session.addon?.ask('evidence.clear', {})
    lab.reset()
    lab.line.set('down')
    await Promise.all((await session.tabs()).map((tab) => tab.run(reloadPage).catch(() => undefined)))
    await waitUntil(allHeld, 60_000)
    expect(visits()).toHaveLength(TABS)
    expect(new Set(asked().map(({ host }) => host)).size).toBe(SITES)
    // Once for each site, and once more where that took so long that it is being tried again already.
    expect(asked().length).toBeLessThanOrEqual(SITES * 2 * RESTARTS)
  })

  /** The one that is shown, of those that are held. */
  async function frontTab(): Promise<Tab> {
    let found: Tab | undefined
    await waitUntil(async () => {
      for (const tab of await session.tabs()) {
        if (await tab.run(isInterstitialInFront).catch(() => false)) found = tab
      }
      return found !== undefined
    })
    if (found === undefined) throw new Error('none is in front')
    return found
  }
})

async function phases(session: FirefoxSession): Promise<readonly string[]> {
  const tabs = await session.tabs()
  return Promise.all(tabs.map((tab) => tab.run(phase).catch(() => 'none')))
}

// The rest is sent to the page as text.

function phase(): string {
  if (location.protocol === 'https:' && document.querySelector('#lab-page') !== null) return 'page'
  return document.querySelector<HTMLElement>('main[data-phase]')?.dataset['phase'] ?? 'none'
}

function reloadPage(): void {
  if (document.querySelector('#lab-page') !== null) location.reload()
}

function heldCount(): number {
  return Number(document.querySelector<HTMLElement>('[data-held]')?.dataset['held'])
}

function isInterstitialInFront(): boolean {
  return (
    document.visibilityState === 'visible' &&
    document.querySelector<HTMLElement>('main[data-phase]')?.dataset['phase'] === 'settled'
  )
}
