import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostUnder } from '../lab/names.ts'
import { speaksHttp3 } from '../lab/real-servers/http3-front.ts'
import type { Scenario, SiteRequest } from '../lab/scenario.ts'
import { verified } from '../lab/scenarios/expect.ts'
import type { Row, Variant } from '../lab/scenarios/variant.ts'
import { sitePage } from '../lab/servers/site-page.ts'
import type { SiteAnswers } from '../lab/servers/tls-sites.ts'
import { chooseSettings } from './choose-settings.ts'
import { setCookie, submit } from './forms.ts'
import { closeConnections, knownToAnswer } from './firefox/connections.ts'
import type { Tab } from './firefox/tab.ts'
import { setStage, type Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const site = (slug: string, more: Partial<Variant> = {}): Variant => ({
  slug: `h3-${slug}`,
  title: slug,
  why: 'It answers over HTTP/3.',
  kinds: ['public'],
  leaf: { responders: ['ocsp'] },
  arrange: {},
  expect: verified('ocsp'),
  ...more,
})

/** A certificate of the site's that was stolen, and that a thief shows over HTTP/3. */
const stolen = (slug: string): readonly Variant[] => [
  site(slug, { overHttp3: `h3-${slug}-stolen` }),
  site(`${slug}-stolen`, {
    leaf: { responders: ['ocsp'], misnamed: hostUnder('public', `h3-${slug}`) },
    arrange: { responders: { ocsp: 'revoked' } },
  }),
]

const ROW: Row = {
  row: 22,
  title: 'Over HTTP/3',
  variants: [
    site('good'),
    site('revoked', { arrange: { responders: { ocsp: 'revoked' } } }),
    site('cut-off', { arrange: { responders: { ocsp: 'cut-off' } } }),
    site('form'),
    site('form-since-revoked'),
    site('session', { arrange: { responders: { ocsp: 'revoked' } } }),
    site('offered-form'),
    ...stolen('offered-page'),
    ...stolen('offered-post'),
  ],
}

/** They say it in their answers; of the others Firefox knows it. */
const isOffered = (host: string) => host.startsWith('h3-offered')

/** The machine may be busy. */
const PATIENCE = { timeout: 10_000 }

/** What the server sees: protocol, method, cookie, bytes of body. */
const PAGE = ['h3', 'GET', 'no cookie', 0]
const PROBE = ['h3', 'HEAD', 'no cookie', 0]
const FORM = ['h3', 'POST', 'session=secret', 21]
const overHttp2 = ([, ...rest]: typeof PAGE) => ['h2', ...rest]

describe.skipIf(!speaksHttp3())('over HTTP/3 (skipped where Caddy is not installed)', () => {
  let stage: Stage

  /** What offers HTTP/3 does so on each of its pages (RFC 7838 §3). */
  const offer: SiteAnswers = async (host) =>
    isOffered(host)
      ? {
          type: 'text/html',
          body: sitePage({ id: host, host, title: 'offers HTTP/3' }),
          headers: { 'alt-svc': `h3=":${stage.lab.http3Port}"; ma=3600` },
        }
      : undefined

  beforeAll(async () => {
    stage = await setStage(
      ({ scenarios, http3Port }) => {
        const known = scenarios.filter(({ host }) => !isOffered(host))
        return { prefs: knownToAnswer(known, http3Port) }
      },
      { rows: [ROW], http3: true, answers: offer },
    )
    for (const scenario of stage.lab.scenarios) await scenario.arrange()
    // A browser that has only just started may go by TCP all the same.
    await waitUntil(async () => {
      await closeConnections(stage.session.chrome)
      const { tab } = await stage.session.visit(siteOf('good').url)
      const protocol = await tab.run(protocolOfPage)
      await tab.close()
      return protocol === 'h3'
    }, 30_000)
  })

  afterAll(() => stage.close())

  const siteOf = (slug: string): Scenario => stage.scenario(`h3-${slug}.public`)

  async function open(slug: string): Promise<{ site: Scenario; tab: Tab }> {
    const site = siteOf(slug)
    const { outcome, tab } = await stage.session.visit(site.url)
    expect(outcome).toBe('opens')
    await tab.run(setCookie)
    return { site, tab }
  }

  const arrivedAt = ({ host }: Scenario): readonly SiteRequest[] =>
    stage.lab.siteRequests.filter((request) => request.host === host && request.path !== '/favicon.ico')
  const broughtTo = (site: Scenario) =>
    arrivedAt(site).map(({ protocol, method, cookie, bodyLength }) => [
      protocol,
      method,
      cookie ?? 'no cookie',
      bodyLength,
    ])

  // RFC 9001 §4.2: QUIC knows nothing older than TLS 1.3.
  it('a page that is good opens, and the popup says what is true of its connection', async () => {
    const { tab } = await open('good')
    expect(await tab.run(protocolOfPage)).toBe('h3')
    const tabId = (await stage.session.addon?.tabId(tab)) ?? -1
    const page = await stage.session.addon?.ask('page', { tabId })
    if (page?.kind !== 'checked') throw new Error('the page was not checked')
    expect(page.verdict).toMatchObject({ kind: 'verified', source: 'ocsp' })
    const { cipherSuite = '', keyExchange = '', ...facts } = page.connection ?? {}
    expect(facts).toMatchObject({
      protocol: 'TLSv1.3',
      signatureScheme: 'ECDSA-P256-SHA256',
      fromCache: false,
    })
    expect(cipherSuite).toMatch(/^TLS_(AES|CHACHA20)_/)
    // By which Go it was built with.
    expect(keyExchange).toMatch(/^(x25519|mlkem768x25519)$/)
    const popup = await stage.session.openPopup(tab)
    const secrecy = () =>
      popup.run(() => document.querySelector<HTMLElement>('#connection')?.dataset['secrecy'])
    await expect.poll(secrecy, PATIENCE).toBe('yes')
    const shown = await popup.run(() => document.querySelector('#connection')?.textContent ?? '')
    for (const fact of ['TLSv1.3', cipherSuite, keyExchange, 'ECDSA-P256-SHA256'])
      expect(shown).toContain(fact)
    await popup.close()
  })

  it.each([
    ['revoked', 'revoked'],
    ['cut-off', 'unverified'],
  ])('a page that is %s is held', async (slug, kind) => {
    const site = siteOf(slug)
    const { outcome, bodyShown, tab } = await stage.session.visit(site.url)
    expect([outcome, bodyShown]).toEqual(['interstitial', false])
    expect(await tab.run(verdict)).toBe(kind)
    expect(broughtTo(site)).toEqual([PAGE])
  })

  it('a form reaches a site that is still good', async () => {
    const { site, tab } = await open('form')
    await tab.run(submit, '/login')
    expect((await stage.session.settle(tab)).outcome).toBe('opens')
    expect(broughtTo(site)).toEqual([PAGE, PROBE, FORM])
  })

  it('a form never reaches a site that was revoked since, neither body nor cookie', async () => {
    const { site, tab } = await open('form-since-revoked')
    site.behave('revoked', 'revoked')
    await tab.run(submit, '/login')
    expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
    expect(await tab.run(isSaidToBeSent)).toBe('false')
    expect(broughtTo(site)).toEqual([PAGE, PROBE])
  })

  it('in lockdown a WebTransport session is refused like a web socket: before it is asked for', async () => {
    const { addon } = stage.session
    const { tab } = await open('good')
    const site = siteOf('session')
    const { level } = await chooseSettings(stage.session, { level: 'lockdown' })
    const outcome = await tab.run(openSession, site.url)
    await chooseSettings(stage.session, { level })
    expect(outcome).toBe('refused')
    const { host } = new URL(site.url)
    await expect
      .poll(() => addon?.ask('incidents', {}), PATIENCE)
      .toContainEqual(expect.objectContaining({ host, what: 'part', verdict: 'revoked' }))
    expect(broughtTo(site)).toEqual([PROBE])
  })

  describe('that a site offers only once a page of its has come over HTTP/2', () => {
    it('a page over the stolen certificate that is shown there is held', async () => {
      const { site, tab } = await open('offered-page')
      expect(await tab.run(protocolOfPage)).toBe('h2')
      const { outcome, bodyShown } = await stage.session.visit(site.url, { tab })
      expect([outcome, bodyShown]).toEqual(['interstitial', false])
      expect(await tab.run(verdict)).toBe('revoked')
      expect(broughtTo(site)).toEqual([overHttp2(PAGE), [...PAGE.slice(0, 2), 'session=secret', 0]])
    })

    it('a form never reaches a site that was revoked since, though it is asked over HTTP/2', async () => {
      const { site, tab } = await open('offered-form')
      site.behave('revoked', 'revoked')
      await tab.run(submit, '/login')
      expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
      expect(broughtTo(site)).toEqual([overHttp2(PAGE), overHttp2(PROBE)])
    })

    it('a form that went there although we were shown another certificate over HTTP/2 is found out by the answer', async () => {
      const { site, tab } = await open('offered-post')
      await tab.run(submit, '/login')
      expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
      expect(await tab.run(verdict)).toBe('revoked')
      expect(await tab.run(isSaidToBeSent)).toBe('true')
      expect(broughtTo(site)).toEqual([overHttp2(PAGE), overHttp2(PROBE), FORM])
    })
  })
})

// The rest is sent to the page as text.

function verdict(): string | undefined {
  return document.querySelector('main')?.dataset['verdict']
}

function openSession(url: string): Promise<string> {
  return new WebTransport(url).ready.then(
    () => 'open',
    () => 'refused',
  )
}

function isSaidToBeSent(): string | undefined {
  return document.querySelector<HTMLElement>('.form-notice')?.dataset['sent']
}

function protocolOfPage(): string | undefined {
  const [page] = performance.getEntriesByType('navigation')
  return page instanceof PerformanceResourceTiming ? page.nextHopProtocol : undefined
}
