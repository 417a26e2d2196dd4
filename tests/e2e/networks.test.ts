import { networkInterfaces } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { INSIDE_HOST } from '../lab/names.ts'
import type { Scenario } from '../lab/scenario.ts'
import type { ChromeWindow } from './firefox/chrome-window.ts'
import type { Prefs } from './firefox/prefs.ts'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'
import { startGate, type Gate } from './gate.ts'

/** A name beside those of the laboratory's CAs. */
const GATE_HOST = INSIDE_HOST

/** nsICaptivePortalService. */
const LOCKED_PORTAL = 3

/** Each test has a site of its own: what was found of another one is known for a while. */
describe('on networks as they are', () => {
  let stage: Stage
  let gate: Gate
  let changed: Set<string>

  beforeAll(async () => {
    gate = await startGate()
    stage = await setStage({
      prefs: {
        // Firefox's own look-out for sign-in pages, at our own gate.
        'network.captive-portal-service.enabled': true,
        'captivedetect.canonicalURL': `http://${GATE_HOST}:${gate.port}/canonical`,
        'captivedetect.canonicalContent': 'success',
        'network.proxy.no_proxies_on': GATE_HOST,
      },
    })
  })

  beforeEach(() => {
    changed = new Set()
    stage.lab.reset()
  })

  afterEach(async () => {
    for (const name of changed) await stage.session.chrome.setPref(name, before[name] ?? null)
  })

  afterAll(async () => {
    await stage.close()
    await gate.close()
  })

  const before: Prefs = { 'network.dns.forceResolve': '127.0.0.1' }
  async function set(prefs: Prefs): Promise<void> {
    for (const [name, value] of Object.entries(prefs)) {
      changed.add(name)
      await stage.session.chrome.setPref(name, value)
    }
  }

  /** Has names, all of them where none are given, lead to an address. */
  async function leadTo(address: string, names = stage.lab.names): Promise<void> {
    const others = stage.lab.names.filter((name) => !names.includes(name))
    await set({ 'network.dns.localDomains': others.join(','), 'network.dns.forceResolve': address })
  }

  async function leadHome(): Promise<void> {
    await stage.session.chrome.setPref('network.dns.localDomains', stage.lab.names.join(','))
    changed.delete('network.dns.localDomains')
  }

  async function visit(
    id: string,
  ): Promise<{ site: Scenario; outcome: string; cause: string | undefined; tab: Tab }> {
    const site = stage.scenario(id)
    const { outcome, tab } = await stage.session.visit(site.url)
    const cause = await tab.run(() => document.querySelector('main')?.dataset['cause'])
    return { site, outcome, cause, tab }
  }

  it('what is held moves on by itself when the network is back, also in tabs that nobody looks at', async () => {
    const { lab, session } = stage
    lab.line.set('down')
    const hidden = await visit('01-ocsp.public')
    const visible = await visit('01-ocsp.public')
    expect([hidden.outcome, visible.outcome]).toEqual(['interstitial', 'interstitial'])
    lab.line.reset()
    const asked = lab.requests.length
    await session.chrome.run(goOffline, true)
    await session.chrome.run(goOffline, false)
    await untilOpen(visible.tab)
    await untilOpen(hidden.tab)
    // One check for both.
    const { host } = hidden.site
    expect(lab.requests.slice(asked).filter((request) => request.host === `ocsp-${host}`)).toHaveLength(1)
  })

  it('a network that wants a sign-in is named, and what it held moves on once it lets us through', async () => {
    const { session } = stage
    gate.shut()
    await session.chrome.run(lookForPortal)
    await expect.poll(() => session.chrome.run(portalState)).toBe(LOCKED_PORTAL)
    stage.scenario('05-good.public').behave('html', 'html')
    const { outcome, cause, tab } = await visit('05-good.public')
    expect([outcome, cause]).toEqual(['interstitial', 'captive-portal'])
    stage.lab.reset()
    gate.open()
    await session.chrome.run(lookForPortal)
    await untilOpen(tab)
  })

  it('a filter of names is told from a server that is down', async () => {
    const site = stage.scenario('01-ocsp-rsa.public')
    await leadTo('0.0.0.0', [`ocsp-${site.host}`])
    const { outcome, cause } = await visit('01-ocsp-rsa.public')
    await leadHome()
    expect([outcome, cause]).toEqual(['interstitial', 'dns-filtered'])
  })

  it('a proxy that is dead, or wants a password, is named; one that works is used', async () => {
    await set({ 'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 1 })
    const dead = await visit('10-by-key-hash.public')
    expect([dead.outcome, dead.cause]).toEqual(['interstitial', 'proxy-failed'])
    await set({ 'network.proxy.http_port': gate.port })
    gate.wantsPassword(true)
    const locked = await visit('10-by-delegate-key-hash.public')
    expect([locked.outcome, locked.cause]).toEqual(['interstitial', 'proxy-login'])
    gate.wantsPassword(false)
    const { outcome, site } = await visit('10-sha256-certid.public')
    expect(outcome).toBe('opens')
    expect(gate.passed.some((url) => new URL(url).hostname === `ocsp-${site.host}`)).toBe(true)
  })

  it('that are not there are named where a page that stands open is checked again', async () => {
    const { session } = stage
    const { outcome, tab } = await visit('01-crl-and-ocsp.public')
    expect(outcome).toBe('opens')
    const tabId = (await session.addon?.tabId(tab)) ?? -1
    await session.addon?.ask('evidence.clear', {})
    await session.chrome.run(goOffline, true)
    // This machine Firefox reaches also without a network.
    await leadTo('192.0.2.1')
    await session.chrome.run(endConnections)
    const page = await session.addon?.ask('page.check', { tabId })
    await leadHome()
    await session.chrome.run(goOffline, false)
    expect(page).toMatchObject({ kind: 'checked', verdict: { kind: 'unverified', cause: 'offline' } })
  })

  it.runIf(hasIpv6())('where there is IPv6 alone, certificates are verified as ever', async () => {
    await leadTo('::1')
    const { outcome } = await visit('05-good.private')
    await leadHome()
    expect(outcome).toBe('opens')
  })
})

const untilOpen = (tab: Tab): Promise<void> =>
  expect.poll(() => tab.run(titleOf).catch(() => ''), { timeout: 10_000 }).toContain('lab page')

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
}

// The rest is sent to Firefox as text.

function goOffline({ Services }: ChromeWindow, offline: boolean): void {
  Services.io.offline = offline
}

function endConnections({ Services }: ChromeWindow): void {
  Services.obs.notifyObservers(null, 'net:cancel-all-connections')
}

function lookForPortal({ Cc, Ci }: ChromeWindow): void {
  const service = Cc['@mozilla.org/network/captive-portal-service;1']
  service.getService(Ci['nsICaptivePortalService']).recheckCaptivePortal()
}

function portalState({ Cc, Ci }: ChromeWindow): number {
  const service = Cc['@mozilla.org/network/captive-portal-service;1']
  return service.getService(Ci['nsICaptivePortalService']).state
}

function titleOf(): string {
  return document.title
}
