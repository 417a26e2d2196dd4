import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scenario } from '../lab/scenario.ts'
import { framesIn } from './attacker-hands.ts'
import { chooseSettings } from './choose-settings.ts'
import { buildFaultyAddon, listenersOfBackground } from './faulty-addon.ts'
import type { Faults } from './faulty-browser.ts'
import { askFrom } from './firefox/addon.ts'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const LISTENERS = listenersOfBackground()
const GUARD = 'webRequest.onHeadersReceived 0'

/** Whoever comes back has so long to put the interstitial over what should have been held, ms. */
const COVERED_WITHIN_MS = 2_000

/** Whatever else the machine does, something comes of it by then. */
const PATIENCE_MS = 40_000

/** The longest that a page may be held silently. */
const HOLD_MS = 10_000

/** Loopback, where the laboratory does not listen. */
const NOBODY = '127.0.0.2'

let stage: Stage
/** A blank page of the add-on's own. */
let desk: Tab

const setFaults = (faults: Faults) => desk.run(writeFaults, JSON.stringify(faults))

async function restart(): Promise<void> {
  await stage.session.addon?.suspendBackground()
  await waitUntil(async () => {
    await stage.session.addon?.ask('settings', {})
    return true
  })
}

beforeAll(async () => {
  stage = await setStage({
    addon: await buildFaultyAddon(),
    idleTimeout: 600_000,
    // After five within a minute Firefox starts no process for add-ons any more.
    prefs: { 'extensions.webextensions.crash.threshold': 100 },
  })
  desk = await blankPage()
})

beforeEach(() => stage.lab.reset())

afterAll(async () => {
  // All of them are of the test's own making.
  await stage.session.addon?.errors.forget()
  await stage.close()
})

describe('a fault in a listener', () => {
  let revoked: Scenario

  beforeAll(() => {
    revoked = stage.scenario('02-ocsp.public')
  })

  beforeEach(async () => {
    await revoked.arrange()
    await setFaults({})
  })

  it('is brought about in every listener that there is', async () => {
    expect(LISTENERS.length).toBeGreaterThan(10)
    const registered = await desk.run(() => localStorage.getItem('listeners'))
    const names: unknown = JSON.parse(registered ?? '[]')
    expect(new Set(Array.isArray(names) ? names : [])).toEqual(new Set(LISTENERS))
  })

  it.each(LISTENERS)('lets nobody see a revoked page: %s throws', async (throwing) => {
    await setFaults({ throwing })
    const { session } = stage
    // Without the listener for messages the interstitial hears nothing, and stands there all the same.
    const timeoutMs = throwing.startsWith('runtime.onMessage') ? 3_000 : 10_000
    const { tab, bodyShown } = await session.visit(revoked.url, { timeoutMs })
    await waitUntil(() => tab.run(isInterstitial))
    // Whoever is not called cannot hold it: then it is covered as soon as it stands there.
    expect(bodyShown && throwing !== GUARD).toBe(false)
    await tab.close()
  })

  it.each(LISTENERS.filter((name) => name.startsWith('webRequest.')))(
    'lets nobody see a revoked page: what %s is given is not what it should be',
    async (misled) => {
      await setFaults({ misled })
      const { tab, bodyShown, outcome } = await stage.session.visit(revoked.url, { timeoutMs: 2_000 })
      expect(bodyShown).toBe(false)
      expect(['interstitial', 'timeout']).toContain(outcome)
      await tab.close()
    },
  )
})

describe('a storage', () => {
  const PLACES = ['local', 'session', 'indexedDB'] as const

  it.each([
    ...PLACES.map((gone) => [`${gone} is gone`, { gone }] as const),
    ...PLACES.map((full) => [`${full} is full`, { full }] as const),
  ])('that fails opens no page that should be held, and none is held that is good: %s', async (_, faults) => {
    const { session, lab } = stage
    await setFaults(faults)
    await restart()
    const tab = await session.openTab()
    await stage.scenario('02-ocsp.public').arrange()
    expect(await session.visit(stage.scenario('02-ocsp.public').url, { tab })).toMatchObject({
      outcome: 'interstitial',
      bodyShown: false,
    })
    expect((await session.visit(stage.scenario('01-ocsp-rsa.public').url, { tab })).outcome).toBe('opens')
    lab.line.set('down')
    const silent = stage.scenario('05-good.public')
    expect(await session.visit(silent.url, { tab })).toMatchObject({
      outcome: 'interstitial',
      bodyShown: false,
    })
    await tab.close()
    await setFaults({})
    await restart()
  })
})

describe('an event page, while a page is checked,', () => {
  it('that is suspended comes back by itself, and the page is held all the same', async () => {
    // Sooner than it would have been held by the one that was suspended.
    expect(await coverAfter(suspend)).toBeLessThan(HOLD_MS)
  })

  it('that loses its process comes back by itself, and covers within two seconds what Firefox has let go', async () => {
    const times: number[] = []
    // Whatever else the machine does is in the time, too.
    while (times.length < 3 && !times.some(isInTime)) times.push(await coverAfter(killProcess))
    expect(times.filter(isInTime), `of ${times.join(', ')} ms`).not.toEqual([])
  })

  it('that loses its process covers a page whose site hides from us since, too', async () => {
    const { chrome } = stage.session
    const { names } = stage.lab
    const hide = async ({ host }: Scenario) => {
      await chrome.setPref('network.dns.localDomains', names.filter((name) => name !== host).join(','))
      await chrome.setPref('network.dns.forceResolve', NOBODY)
    }
    expect(await coverAfter(killProcess, hide)).toBeGreaterThan(0)
    await chrome.setPref('network.dns.localDomains', names.join(','))
    await chrome.setPref('network.dns.forceResolve', null)
  })

  const DECIDED = {
    revoked: { verdict: 'revoked', action: 'refused' },
    good: { verdict: 'verified', action: 'allowed' },
  } as const

  it.each([
    ['revoked', 'in the page', '10-several'],
    ['good', 'in the page', '10-by-key-hash'],
    ['revoked', 'hidden in a shadow tree', '11-first-dead'],
    ['good', 'hidden in a shadow tree', '10-sha256-certid'],
  ] as const)(
    'that loses its process asks again for what Firefox has let go into a frame: %s, %s',
    async (word, place, id) => {
      const { session, lab } = stage
      const framed = stage.scenario(`${id}.public`)
      const asked = () =>
        lab.siteRequests.filter(({ host, method }) => host === framed.host && method === 'GET')
      const { tab } = await session.visit(stage.scenario('01-ocsp-rsa.public').url)
      framed.behave('timeout', 'timeout')
      await tab.run(addFrame, framed.url, place !== 'in the page')
      await waitUntil(async () => lab.requests.some(({ host }) => host.includes(framed.host)), PATIENCE_MS)
      await untilNoted('undecided-frame', framed)
      const before = asked().length
      if (word === 'revoked') framed.behave('revoked', 'revoked')
      else await framed.arrange()
      await killProcess()
      await waitUntil(async () => asked().length > before, PATIENCE_MS)
      // It is blank on its way there, too: only after the decision does that say anything.
      const tabId = (await session.addon?.tabId(tab)) ?? -1
      const page = await blankPage()
      await expect
        .poll(() => askFrom(page, 'page', { tabId }), { timeout: PATIENCE_MS })
        .toMatchObject({ others: [{ host: new URL(framed.url).host, ...DECIDED[word] }] })
      const stands = word === 'revoked' ? 'about:blank' : framed.url
      await expect.poll(() => framesIn(session, tab), { timeout: PATIENCE_MS }).toEqual([stands])
      await tab.close()
    },
  )

  // However slow the machine is, what ends the event page comes before the interstitial: that would end with it.
  beforeAll(() => chooseSettings(stage.session, { holdMs: HOLD_MS, deadlineMs: 25_000 }))

  // What was found of a site stands for a while.
  const sites = ['01-ocsp', '01-crl-and-ocsp', '05-good-rsa', '05-second-part', '10-by-checked-delegate']

  /** Milliseconds from when the event page is back until the interstitial stands. */
  async function coverAfter(
    end: () => Promise<void>,
    before: (site: Scenario) => Promise<void> = () => Promise.resolve(),
  ): Promise<number> {
    const { session, lab } = stage
    const site = stage.scenario(`${sites.shift()}.public`)
    site.behave('timeout', 'timeout')
    const tab = await session.openTab()
    tab.navigate(site.url)
    await waitUntil(async () => lab.requests.some(({ host }) => host.includes(site.host)), PATIENCE_MS)
    await untilNoted('undecided', site)
    await before(site)
    await end()
    await waitUntil(async () => (await session.addon?.backgroundState()) === 'running', PATIENCE_MS)
    const since = performance.now()
    await waitUntil(() => tab.run(isInterstitial), PATIENCE_MS)
    await tab.close()
    return performance.now() - since
  }
})

/** What has been judged for a moment only is not noted yet; if that is lost, it is what no request was seen for. */
async function untilNoted(table: string, { url }: Scenario): Promise<void> {
  const page = await blankPage()
  await waitUntil(() => page.run(isNoted, table, url), PATIENCE_MS)
}

/** The one from before the process was lost is lost, too. */
async function blankPage(): Promise<Tab> {
  const page = await stage.session.addon?.openPage('icons/verified.svg')
  if (page === undefined) throw new Error('there is no add-on')
  return page
}

const isInTime = (ms: number) => ms < COVERED_WITHIN_MS

async function suspend(): Promise<void> {
  await stage.session.addon?.suspendBackground()
}

async function killProcess(): Promise<void> {
  const { addon } = stage.session
  const pid = await addon?.processId()
  if (pid === undefined) throw new Error('there is no process')
  process.kill(pid, 'SIGKILL')
  await waitUntil(async () => (await addon?.processId()) !== pid, PATIENCE_MS)
}

// The rest is sent to the page as text.

declare const browser: {
  readonly storage: { readonly session: { get(keys: null): Promise<Readonly<Record<string, unknown>>> } }
}

async function isNoted(table: string, url: string): Promise<boolean> {
  const notes = Object.entries(await browser.storage.session.get(null))
  // What was under judgement before may stand there still.
  return notes.some(([key, note]) => key.startsWith(`${table}:`) && JSON.stringify(note).includes(`"${url}"`))
}

function addFrame(url: string, isHidden: boolean): void {
  const frame = document.createElement('iframe')
  frame.src = url
  const host = document.createElement('div')
  document.body.append(host)
  if (isHidden) host.attachShadow({ mode: 'closed' }).append(frame)
  else host.append(frame)
}

function isInterstitial(): boolean {
  return location.protocol === 'moz-extension:' && location.pathname.includes('interstitial')
}

function writeFaults(faults: string): void {
  localStorage.setItem('faults', faults)
}
