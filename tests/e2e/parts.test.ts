import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Level } from '../../src/policy/settings.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'
import { speaksHttp3 } from '../lab/real-servers/http3-front.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { chooseSettings } from './choose-settings.ts'
import type { XULBrowser } from './firefox/chrome-window.ts'
import { knownToAnswer } from './firefox/connections.ts'
import type { Prefs } from './firefox/prefs.ts'
import type { Tab } from './firefox/tab.ts'
import { DOCUMENTS, loadParts, PART_KINDS, type PartOutcomes } from './load-parts.ts'
import { setStage, type Stage } from './stage.ts'

const LEVELS: readonly Level[] = ['watch', 'guard', 'lockdown']
const SITES = {
  verified: '01-crl-and-ocsp.public',
  revoked: '02-crl-and-ocsp.public',
  unverified: '03-cut-off.public',
  exempt: '14-no-pointer.public',
  unverifiable: '15-no-pointer.private',
} as const satisfies Partial<Record<VerdictKind, string>>
type Standing = keyof typeof SITES
const STANDINGS = ['verified', 'revoked', 'unverified', 'exempt', 'unverifiable'] as const

/** What each level refuses: the table in README.md. */
const REFUSED: Readonly<Record<Level, Readonly<Record<'documents' | 'parts', readonly Standing[]>>>> = {
  watch: { documents: [], parts: [] },
  guard: { documents: ['revoked', 'unverified'], parts: ['revoked'] },
  lockdown: {
    documents: ['revoked', 'unverified', 'unverifiable'],
    parts: ['revoked', 'unverified', 'unverifiable'],
  },
}

interface Over {
  readonly protocol: 'h2' | 'http/1.1' | 'h3'
  readonly prefs: (lab: Lab) => Prefs
  readonly levels: readonly Level[]
}

const PROTOCOLS: readonly Over[] = [
  { protocol: 'h2', prefs: () => ({}), levels: LEVELS },
  { protocol: 'http/1.1', prefs: () => ({ 'network.http.http2.enabled': false }), levels: LEVELS.slice(1) },
]

const HTTP3: Over = {
  protocol: 'h3',
  prefs: ({ scenarios, http3Port }) => knownToAnswer(scenarios, http3Port),
  levels: ['guard'],
}

const OVER = speaksHttp3() ? [...PROTOCOLS, HTTP3] : PROTOCOLS

it.each(speaksHttp3() ? [] : ['caddy'])('leaves out HTTP/3, which needs %s: it is not installed', () => {
  expect(OVER).not.toContain(HTTP3)
})

/** The machine may be busy. */
const PATIENCE = { timeout: 10_000 }

/** Scenario 18, at every level and for whatever else may be known of the host. */
describe.each(OVER)('over $protocol', ({ protocol, prefs, levels }) => {
  let stage: Stage
  let downloads: string

  beforeAll(async () => {
    downloads = await mkdtemp(join(tmpdir(), 'hardfail-downloads-'))
    const saving = { 'browser.download.folderList': 2, 'browser.download.dir': downloads }
    stage = await setStage(
      (lab) => ({ prefs: { ...prefs(lab), ...saving } }),
      protocol === 'h3' ? { http3: true } : {},
    )
    await stage.session.addon?.untilOfflineData()
  })

  afterAll(async () => {
    await stage.close()
    await rm(downloads, { recursive: true, force: true })
  })

  const siteOf = (standing: Standing): Scenario => stage.scenario(SITES[standing])

  const archiveAt = (standing: Standing) => new URL('/part.zip', siteOf(standing).url).href
  const saved = () => readdir(downloads)

  /** A page of a good host, and nothing known of the others. */
  async function openPage(level: Level): Promise<Tab> {
    stage.lab.reset()
    for (const standing of STANDINGS) await siteOf(standing).arrange()
    // However slow the machine is, a part waits until its host is checked.
    await chooseSettings(stage.session, { level, holdMs: 10_000 })
    // Last, since pages that are open still ask for more of these hosts.
    await stage.session.addon?.ask('evidence.clear', {})
    const { tab, outcome } = await stage.session.visit(stage.scenario('01-ocsp.public').url)
    expect(outcome).toBe('opens')
    return tab
  }

  /** But for the connections of our own, which carry nothing. */
  const arrivedAt = ({ host }: Scenario) =>
    stage.lab.siteRequests.filter((request) => request.host === host && request.method !== 'HEAD')

  describe.each(levels)('in %s', (level) => {
    let seen: Readonly<Record<string, PartOutcomes>>
    let tab: Tab
    let sent: readonly string[]
    let arrivedOver: ReadonlySet<string>

    beforeAll(async () => {
      tab = await openPage(level)
      const from = stage.scenario('19-good.public')
      const load = async (standing: Standing) =>
        [standing, await loadParts(tab, siteOf(standing), from)] as const
      seen = Object.fromEntries(await Promise.all(STANDINGS.map(load)))
      // Web sockets are opened over HTTP/1.1.
      const requests = stage.lab.siteRequests.filter(({ path }) => !path.startsWith('/socket'))
      arrivedOver = new Set(requests.map((request) => request.protocol))
      sent = arrivedAt(siteOf('revoked')).map(({ path }) =>
        decodeURIComponent(path.replace(/.*\?\d*%20/, '')),
      )
    })

    it.each(STANDINGS)(
      'what a page loads from a host that is %s is loaded or refused as promised',
      (standing) => {
        const { documents, parts } = REFUSED[level]
        const promised = PART_KINDS.map((kind) => {
          const refused = DOCUMENTS.some((one) => one === kind) ? documents : parts
          return [kind, refused.includes(standing) ? 'refused' : 'loaded']
        })
        expect(seen[standing]).toEqual(Object.fromEntries(promised))
      },
    )

    it('all of it has come over that protocol', async () => {
      // So has what was refused. Where QUIC takes long, Firefox goes by TCP in between, and is right to.
      const others = protocol === 'h3' ? ['h2'] : []
      for (const seen of [await tab.run(protocols), [...arrivedOver]])
        expect(seen.filter((one) => !others.includes(one))).toEqual([protocol])
    })

    it('a page itself is held or opens as promised', async () => {
      for (const standing of STANDINGS) {
        const isRefused = REFUSED[level].documents.includes(standing)
        const { outcome } = await stage.session.visit(siteOf(standing).url)
        expect([standing, outcome]).toEqual([standing, isRefused ? 'interstitial' : 'opens'])
      }
    })

    if (level !== 'lockdown') return

    it('a host that is revoked has been asked for nothing at all', () => {
      expect(sent).toEqual([])
    })
  })

  if (protocol !== 'h2') return

  it('a beacon reaches a host that is good, and none that is revoked', async () => {
    const tab = await openPage('guard')
    const [good, revoked] = [siteOf('verified'), siteOf('revoked')]
    for (const { url } of [revoked, good]) await tab.run(sendBeacon, new URL('/beacon', url).href)
    await expect.poll(() => arrivedAt(good), PATIENCE).toMatchObject([{ path: '/beacon', bodyLength: 6 }])
    await expect
      .poll(async () => JSON.stringify(await stage.session.addon?.ask('incidents', {})), PATIENCE)
      .toContain(revoked.host)
    expect(arrivedAt(revoked)).toEqual([])
  })

  it('what was refused is named in the popup, with its host', async () => {
    const tab = await openPage('guard')
    await tab.run(async (url) => void (await fetch(url).catch(() => undefined)), siteOf('revoked').url)
    const tabId = (await stage.session.addon?.tabId(tab)) ?? -1
    await expect
      .poll(() => stage.session.addon?.ask('page', { tabId }), PATIENCE)
      .toMatchObject({ others: [{ action: 'refused' }] })
    const popup = await stage.session.openPopup(tab)
    const refused = () => popup.run(textOf, '.others [data-action=refused]')
    await expect.poll(refused, PATIENCE).toContain(new URL(siteOf('revoked').url).host)
    await popup.close()
  })

  describe('a download', () => {
    it.each(['revoked', 'unverified'] as const)(
      'by a link to a host that is %s is held like a page',
      async (standing) => {
        const tab = await openPage('guard')
        const before = await saved()
        await tab.run(clickLink, archiveAt(standing))
        expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
        expect(await saved()).toEqual(before)
      },
    )

    it.each(['revoked', 'unverified'] as const)(
      'that is saved by the menu from a host that is %s is refused',
      async (standing) => {
        const tab = await openPage('guard')
        const before = await saved()
        await stage.session.addon?.ask('incidents.clear', {})
        await stage.session.chrome.runAt(tab, saveLink, archiveAt(standing))
        const incidents = async () => stage.session.addon?.ask('incidents', {})
        await expect
          .poll(incidents, PATIENCE)
          .toContainEqual(expect.objectContaining({ host: new URL(archiveAt(standing)).host, what: 'part' }))
        expect(await saved()).toEqual(before)
      },
    )

    it('is there from a host that is good, by a link and by the menu', async () => {
      const tab = await openPage('guard')
      const before = (await saved()).length
      await tab.run(clickLink, archiveAt('verified'))
      await expect.poll(async () => (await saved()).length, PATIENCE).toBe(before + 1)
      await stage.session.chrome.runAt(tab, saveLink, archiveAt('verified'))
      await expect.poll(async () => (await saved()).length, PATIENCE).toBe(before + 2)
    })
  })
})

// The rest is sent to Firefox and to the page as text.

function textOf(selector: string): string {
  return document.querySelector(selector)?.textContent ?? ''
}

function sendBeacon(url: string): void {
  navigator.sendBeacon(url, 'secret')
}

function clickLink(href: string): void {
  document.documentElement.toggleAttribute('data-left', true)
  const link = Object.assign(document.createElement('a'), { href })
  document.body.append(link)
  link.click()
}

/** As "Save Link As…" does, once it has been told where. */
function saveLink(page: XULBrowser, url: string): void {
  const { contentPrincipal, ownerDocument } = page
  const [bypassCache, skipPrompt, isPrivate] = [true, true, false]
  ownerDocument.defaultView.saveURL(
    url,
    null,
    'part.zip',
    null,
    bypassCache,
    skipPrompt,
    null,
    null,
    null,
    isPrivate,
    contentPrincipal,
  )
}

/** Of everything that has come from a site that says. What was refused and web sockets have none. */
function protocols(): string[] {
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  const found = entries.map((entry) =>
    entry instanceof PerformanceResourceTiming ? entry.nextHopProtocol : '',
  )
  return [...new Set(found)].filter((one) => one !== '')
}
