import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemonstrationSite, Shows } from '../../src/policy/self-test/demonstration-site.ts'
import { startLab } from '../lab/lab.ts'
import type { Lab } from '../lab/scenario.ts'
import { refused } from '../lab/scenarios/expect.ts'
import { ROWS } from '../lab/scenarios/rows.ts'
import type { Row } from '../lab/scenarios/variant.ts'
import { findViolationsInBoth } from './accessibility.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { click } from './interstitial-hands.ts'
import { pictureFile } from './pictures.ts'
import { openSelfTest, readTrials } from './self-test-hands.ts'
import { findScenario } from './stage.ts'
import { waitUntil } from './wait-until.ts'

/** Nothing that a browser could be tried out with; no row of the list of scenarios. */
const EXPIRED: Row = {
  row: 99,
  title: 'Expired',
  variants: [
    {
      slug: '99-expired',
      title: 'Revoked, and expired since',
      why: 'What CAs let happen to their demonstrations.',
      leaf: { responders: ['ocsp'], validity: [-90, -1] },
      arrange: { responders: { ocsp: 'revoked' } },
      expect: refused('SEC_ERROR_EXPIRED_CERTIFICATE'),
      kinds: ['public'],
    },
  ],
}

const CLOSED = 'closed'

/** What must stand in the table: the two columns, or why the site says nothing. Under a private CA Firefox itself asks the responder. */
const EXPECTED: readonly (readonly [id: string, shows: Shows, expected: string])[] = [
  ['02-ocsp.public', 'revoked', 'shown refused'],
  ['02-ocsp.private', 'revoked', 'refused refused'],
  ['02-crl-and-ocsp.public', 'revoked', 'shown refused'],
  ['02-crl-and-ocsp.private', 'revoked', 'refused refused'],
  ['05-revoked.public', 'revoked', 'shown refused'],
  ['05-revoked.private', 'revoked', 'shown refused'],
  ['05-second-part-revoked.public', 'revoked', 'shown refused'],
  ['06-crl-revoked.public', 'revoked', 'shown refused'],
  ['06-ocsp-revoked.public', 'revoked', 'shown refused'],
  ['06-ocsp-revoked.private', 'revoked', 'refused refused'],
  ['12-intermediate.public', 'revoked', 'shown refused'],
  ['20-key.public', 'revoked', 'shown refused'],
  ['20-leaf.public', 'revoked', 'shown refused'],
  ['19-revoked.public', 'revoked', 'shown refused'],
  ['19-revoked-since.public', 'revoked', 'shown refused'],
  ['19-too-new.public', 'revoked', 'shown refused'],
  ['13-staple-revoked.public', 'revoked', 'refused refused'],
  ['13-missing.public', 'revoked', 'refused refused'],
  ['03-cut-off.public', 'revoked', 'shown refused'],
  ['07-html.public', 'revoked', 'shown refused'],
  ['01-ocsp.private', 'revoked', 'not-revoked'],
  ['05-good.public', 'revoked', 'not-revoked'],
  ['14-no-pointer.public', 'revoked', 'not-revoked'],
  ['17-wrong-host.public', 'revoked', 'certificate-error'],
  ['99-expired.public', 'revoked', 'expired'],
  [CLOSED, 'revoked', 'unreachable'],
  ['01-ocsp.public', 'valid', 'shown shown'],
  ['01-ocsp-rsa.public', 'valid', 'shown shown'],
  ['01-crl-and-ocsp.public', 'valid', 'shown shown'],
  ['01-crl-and-ocsp.private', 'valid', 'shown shown'],
  ['05-good-rsa.public', 'valid', 'shown shown'],
  ['06-crl-alive.public', 'valid', 'shown shown'],
  ['10-by-delegate.public', 'valid', 'shown shown'],
  ['11-first-dead.public', 'valid', 'shown shown'],
  ['19-good.public', 'valid', 'shown shown'],
  ['14-dead-responder.public', 'valid', 'shown shown'],
  ['05-html.public', 'valid', 'shown refused'],
  ['05-expired.private', 'valid', 'shown refused'],
  ['20-intermediate.private', 'valid', 'revoked'],
  ['17-self-made-root.public', 'valid', 'certificate-error'],
]

describe('the self-test over forty sites of the laboratory', () => {
  let lab: Lab
  let session: FirefoxSession
  let page: Tab
  let closedPort: number

  const urlOf = (id: string): string =>
    id === CLOSED ? `https://closed.lab.test:${closedPort}/` : findScenario(lab, id).url

  const hostOf = (id: string): string => new URL(urlOf(id)).host

  /** Each revoked site with a valid one as long as there are any. */
  function listed(): readonly DemonstrationSite[] {
    const valid = EXPECTED.filter(([, shows]) => shows === 'valid')
    return EXPECTED.filter(([, shows]) => shows === 'revoked').map(([id], place) => {
      const ca = `Authority ${place + 1}`
      const revoked = urlOf(id)
      const control = valid[place]?.[0]
      return control === undefined ? { ca, revoked } : { ca, revoked, valid: urlOf(control) }
    })
  }

  beforeAll(async () => {
    closedPort = await findClosedPort()
    lab = await startLab({ port: 0, rows: [...ROWS, EXPIRED] })
    const { roots, names, settings } = lab
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, selfTestSites: listed() })
    await session.addon?.untilOfflineData()
    for (const [id] of EXPECTED) if (id !== CLOSED) await findScenario(lab, id).arrange()
    page = await openSelfTest(session)
  })

  afterAll(async () => {
    await session.close()
    await lab.close()
  })

  it('contacts nobody before it is told to', () => {
    expect(lab.siteRequests).toEqual([])
  })

  it('gives the right table', async () => {
    await page.run(click, '#start-trials')
    await waitUntil(async () => (await page.run(readTrials)).rows.length > 0)
    // Only its own connections go without the guard.
    const beside = await session.visit(urlOf('05-revoked.public'))
    expect(beside).toMatchObject({ outcome: 'interstitial', bodyShown: false })
    await waitUntil(async () => (await page.run(readTrials)).phase === 'done', 60_000)
    const { rows } = await page.run(readTrials)
    const found = new Map(rows.map(({ url, found }) => [url, found]))
    expect(EXPECTED.map(([id]) => [id, found.get(urlOf(id))])).toEqual(
      EXPECTED.map(([id, , expected]) => [id, expected]),
    )
  })

  it('sums it up, and sends no cookies', async () => {
    const { summary } = await page.run(readTrials)
    expect(summary).toEqual({ tested: '20', alone: '5', hardfail: '20' })
    expect(lab.siteRequests.filter(({ cookie }) => cookie !== undefined)).toEqual([])
  })

  it('has nothing that axe finds serious', async () => {
    expect(await findViolationsInBoth(session.chrome, page)).toEqual([])
    await page.screenshot(pictureFile('self-test', { locale: 'en', scheme: 'light' }), { fullPage: true })
  })

  it('leaves the guard where it was when its page is closed in the middle', async () => {
    await page.run(click, '#start-trials')
    await waitUntil(async () => (await page.run(readTrials)).rows.length > 0)
    expect((await page.run(readTrials)).phase).toBe('running')
    await page.close()
    for (const id of ['02-ocsp.public', '03-cut-off.public', '06-crl-revoked.public']) {
      expect(await session.visit(urlOf(id))).toMatchObject({ outcome: 'interstitial', bodyShown: false })
    }
    // What it tried by itself is no incident.
    const incidents = (await session.addon?.ask('incidents', {})) ?? []
    expect(incidents.map(({ host }) => host).toSorted()).toEqual(
      ['02-ocsp.public', '03-cut-off.public', '05-revoked.public', '06-crl-revoked.public'].map(hostOf),
    )
    expect(await session.addon?.errors.list()).toEqual([])
  })
})

async function findClosedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const port = portOf(server)
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return address.port
}
