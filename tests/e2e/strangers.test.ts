import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { INSIDE_HOST } from '../lab/names.ts'
import type { Lab } from '../lab/scenario.ts'
import { unverified, verified } from '../lab/scenarios/expect.ts'
import type { LeafPlan, Row } from '../lab/scenarios/variant.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { findScenario } from './stage.ts'

/** Names that lead to this machine, and are no laboratory's to the add-on. */
const STRANGE_NAMES = [INSIDE_HOST, 'rebound.example']

const site = (slug: string, strangeResponders: LeafPlan['strangeResponders']): Row['variants'][number] => ({
  slug,
  title: slug,
  why: 'Whoever had the certificate made chose where it points.',
  kinds: ['public'],
  leaf: { responders: ['ocsp'], ...(strangeResponders && { strangeResponders }) },
  arrange: { responders: { ocsp: 'cut-off' } },
  expect: unverified('url-refused'),
})

const STRANGERS: Row = {
  row: 7,
  title: 'URLs from strangers',
  variants: [
    site('here', (port) =>
      [
        '127.0.0.1',
        '127.1',
        '0x7f.1',
        '2130706433',
        '[::1]',
        '[::ffff:7f00:1]',
        'localhost',
        'localhost.',
      ].map((host) => `http://${host}:${port}/here`),
    ),
    site('schemes', (port) => [
      `http://user:password@ocsp-schemes.pub.lab.test:${port}/`,
      'file:///etc/hostname',
      'ftp://ocsp-schemes.pub.lab.test/',
      `view-source:http://ocsp-schemes.pub.lab.test:${port}/`,
      'data:application/ocsp-response;base64,MAA=',
      'http://ocsp-schemes.pub.lab.test:25/',
    ]),
    site('names', (port) => STRANGE_NAMES.map((name) => `http://${name}:${port}/`)),
    site('hundreds', (port) =>
      Array.from({ length: 300 }, (_, n) => `http://ocsp-hundreds.pub.lab.test:${port}/${n % 250}`),
    ),
    { ...site('plain', undefined), expect: verified('ocsp') },
  ],
}

describe('what a certificate may make us ask', () => {
  let lab: Lab
  let session: FirefoxSession

  beforeAll(async () => {
    lab = await startLab({ port: 0, rows: [STRANGERS] })
    const { roots, names, settings } = lab
    session = await launchFirefox({
      roots,
      names: [...names, ...STRANGE_NAMES],
      settings,
      addon: BUILT_ADDON,
    })
  })

  beforeEach(() => lab.reset())

  afterAll(async () => {
    await session.close()
    await lab.close()
  })

  /** What has arrived during a visit, but for what the intermediate is asked about. */
  async function visit(slug: string, isCutOff = true) {
    const scenario = findScenario(lab, `${slug}.public`)
    if (isCutOff) await scenario.arrange()
    const { outcome, tab } = await session.visit(scenario.url)
    const cause = await tab.run(() => document.querySelector('main')?.dataset['cause'])
    return { outcome, cause, arrived: lab.requests.filter(({ host }) => !host.startsWith('crl.')) }
  }

  it('is nothing on this machine, however it is spelled', async () => {
    const { outcome, cause, arrived } = await visit('here')
    expect([outcome, cause]).toEqual(['interstitial', 'url-refused'])
    expect(arrived.filter(({ host }) => host !== 'ocsp-here.pub.lab.test')).toEqual([])
  })

  it('is nothing but http and https, without credentials, at no port that Firefox bans', async () => {
    const { outcome, cause, arrived } = await visit('schemes')
    expect([outcome, cause]).toEqual(['interstitial', 'url-refused'])
    // The one address that is in order, cut off.
    expect(
      new Set(arrived.map(({ host, headers }) => `${host} ${String(headers['authorization'])}`)),
    ).toEqual(new Set(['ocsp-schemes.pub.lab.test undefined']))
  })

  it('is no name that leads to this machine', async () => {
    const { outcome, cause, arrived } = await visit('names')
    expect([outcome, cause]).toEqual(['interstitial', 'dns-filtered'])
    expect(arrived.filter(({ host }) => STRANGE_NAMES.includes(host))).toEqual([])
  })

  it('is eight addresses at the most', async () => {
    const { outcome, arrived } = await visit('hundreds')
    expect(outcome).toBe('interstitial')
    // Firefox itself sends a request again whose connection was ended without a word.
    const paths = new Set(arrived.map(({ path }) => path.split('/')[1]))
    expect(paths).toEqual(new Set(['0', '1', '2', '3', '4', '5', '6', '7']))
  })

  it('and learns nothing about whoever asks but that somebody does', async () => {
    const { outcome, arrived } = await visit('plain', false)
    expect(outcome).toBe('opens')
    const names = arrived.flatMap(({ headers }) => Object.keys(headers))
    expect(arrived).not.toEqual([])
    for (const name of [
      'cookie',
      'origin',
      'referer',
      'accept-language',
      'authorization',
      'dnt',
      'sec-gpc',
    ]) {
      expect(names).not.toContain(name)
    }
  })
})
