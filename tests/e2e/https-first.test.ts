import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import type { Lab } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import type { Prefs } from './firefox/prefs.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { findScenario } from './stage.ts'

/** HTTPS-First is Firefox's own setting, which its driver turns off, and which leaves names and addresses like ours alone. */
const HTTPS_FIRST: Prefs = {
  'dom.security.https_first': true,
  'dom.security.https_first_for_unknown_suffixes': true,
  'dom.security.https_first_for_local_addresses': true,
}

/** Addresses without a port, and with http:, as people and old links have them. */
describe('with HTTPS-First', () => {
  let lab: Lab
  let session: FirefoxSession

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
    const { roots, names, settings, scenarios, indexUrl } = lab
    const ports = [`80=${new URL(indexUrl).port}`, `443=${new URL(scenarios[0]?.url ?? '').port}`]
    const prefs = { 'network.socket.forcePort': ports.join(';') }
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, prefs })
    for (const [name, value] of Object.entries(HTTPS_FIRST)) await session.chrome.setPref(name, value)
  })

  beforeEach(() => lab.reset())

  afterAll(async () => {
    await session.close()
    await lab.close()
  })

  async function follow(id: string) {
    const { host } = findScenario(lab, id)
    // From a page: what the driver itself sets out for is not upgraded.
    const { tab } = await session.visit(findScenario(lab, '01-crl-and-ocsp.public').url)
    await tab.run(leaveFor, `http://${host}/`)
    const { outcome } = await session.settle(tab)
    return { outcome, tab, overHttp: () => lab.requests.filter((request) => request.host === host) }
  }

  it('a page is judged that Firefox has asked for over https by itself, and its CA still asked over http', async () => {
    const { outcome, tab } = await follow('01-ocsp.public')
    expect(outcome).toBe('opens')
    expect(await tab.run(() => location.protocol)).toBe('https:')
  })

  it('one that is held back is not asked for over http instead', async () => {
    findScenario(lab, '03-cut-off.public').behave('cut-off', 'cut-off')
    const { outcome, tab, overHttp } = await follow('03-cut-off.public')
    expect(outcome).toBe('interstitial')
    // Firefox asks over http beside it after three seconds, and goes there if https comes to nothing.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    expect(await tab.run(() => location.protocol)).toBe('moz-extension:')
    expect(overHttp()).toEqual([])
  })
})

// Sent to the page as text.
function leaveFor(url: string): void {
  document.documentElement.toggleAttribute('data-left', true)
  setTimeout(() => location.assign(url), 0)
}
