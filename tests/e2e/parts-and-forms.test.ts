import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KEPT, pathAwayTo } from '../lab/servers/site-parts.ts'
import { chooseSettings } from './choose-settings.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { setCookie, submit } from './forms.ts'
import { loadParts, PART_KINDS } from './load-parts.ts'
import { registerWorkers } from './see-before.ts'
import { setStage, type Stage } from './stage.ts'
import { ANSWERED, PASSED } from './way.ts'

interface Place {
  readonly title: string
  readonly open?: (session: FirefoxSession) => Promise<Tab>
  /** Where the page is, below its site. */
  readonly path?: string
  readonly isRedirected?: true
  /** Of the site with the form: what was checked before something is sent holds for the session. */
  readonly form: string
}

const PLACES: readonly Place[] = [
  { title: 'in a container', open: (session) => session.openContainerWindow(), form: '10-sha1-certid' },
  { title: 'in a private window', open: (session) => session.openPrivateWindow(), form: '10-several' },
  { title: 'on a page whose service worker fetches everything', path: PASSED, form: '10-by-key-hash' },
  { title: 'on a page that a service worker answers', path: ANSWERED, form: '10-by-delegate' },
  { title: 'on a page from the HTTP cache', path: KEPT, form: '01-ocsp-rsa' },
  { title: 'on a page after a redirect from a good host', isRedirected: true, form: '05-good' },
]

/** But of fonts: of what a service worker hands on, Firefox does not tell whether it came. */
const all = (outcome: string) =>
  Object.fromEntries(PART_KINDS.filter((kind) => kind !== 'font').map((kind) => [kind, outcome]))

/** Scenarios 18 and 22 again. */
describe('what a page loads and sends', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await setStage()
    await stage.session.addon?.untilOfflineData()
    // However slow the machine is, a part waits until its host is checked.
    await chooseSettings(stage.session, { holdMs: 10_000 })
  })

  beforeEach(() => stage.lab.reset())

  afterAll(() => stage.close())

  /** So that it comes from there alone. */
  async function prepare(tab: Tab, { url }: { readonly url: string }, path: string): Promise<void> {
    expect((await stage.session.visit(new URL(path, url).href, { tab })).outcome).toBe('opens')
    if (path === PASSED || path === ANSWERED) {
      await tab.run(registerWorkers, ['/passing-worker.js', PASSED], ['/worker.js', ANSWERED])
    }
  }

  async function goTo(id: string, { open, path, isRedirected }: Place): Promise<Tab> {
    const { session, lab } = stage
    const site = stage.scenario(id)
    const tab = await (open === undefined ? session.openTab() : open(session))
    const address = new URL(path ?? '/', site.url).href
    if (path !== undefined) await prepare(tab, site, path)
    const from = new URL(pathAwayTo(address), stage.scenario('19-good.public').url).href
    const before = lab.siteRequests.length
    expect((await session.visit(isRedirected ? from : address, { tab })).outcome).toBe('opens')
    const asked = lab.siteRequests.slice(before).filter((request) => request.host === site.host)
    const isFromElsewhere = path === KEPT || path === ANSWERED
    expect(asked.filter((request) => isFromElsewhere && request.path === path)).toEqual([])
    return tab
  }

  it.each(PLACES)(
    '$title is there from a host that is good, and refused from one that is revoked',
    async (place) => {
      const revoked = stage.scenario('02-crl-and-ocsp.public')
      await revoked.arrange()
      const tab = await goTo('01-ocsp.public', place)
      const from = stage.scenario('19-good.public')
      const [came, cameFromRevoked] = await Promise.all([
        loadParts(tab, stage.scenario('01-crl-and-ocsp.public'), from),
        loadParts(tab, revoked, from),
      ])
      expect(came).toMatchObject(all('loaded'))
      expect(cameFromRevoked).toMatchObject(all('refused'))
      await tab.close()
    },
  )

  it.each(PLACES)(
    '$title never reaches a site that was revoked since, neither body nor cookie',
    async (place) => {
      const site = stage.scenario(`${place.form}.public`)
      const tab = await goTo(site.id, place)
      await tab.run(setCookie)
      site.behave('revoked', 'revoked')
      await tab.run(submit, `${place.path ?? '/'}login`)
      expect((await stage.session.settle(tab)).outcome).toBe('interstitial')
      const arrived = stage.lab.siteRequests.filter(({ host }) => host === site.host)
      const probes = arrived.filter(({ method }) => method === 'HEAD')
      expect(new Set(probes.map(({ cookie }) => cookie))).toEqual(new Set([undefined]))
      // Firefox asks for icons and for the worker's script, with cookies, whenever it likes.
      expect(arrived.filter(({ method, path }) => method === 'POST' || path.endsWith('login'))).toEqual([])
      await tab.close()
    },
  )
})
