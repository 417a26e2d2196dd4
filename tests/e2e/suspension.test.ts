import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { chooseSettings } from './choose-settings.ts'
import type { Scenario } from '../lab/scenario.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { runScenarios, type Row } from './run-scenarios.ts'
import { findScenario } from './stage.ts'
import { waitUntil } from './wait-until.ts'

const lab = await startLab({ port: 0 })
const { roots, names, settings, scenarios } = lab

afterAll(() => lab.close())

/** Firefox lets a request go whose listener is suspended before it has answered. */
describe('with an event page that is suspended after a second', () => {
  let session: FirefoxSession
  let rows: ReadonlyMap<string, Promise<Row>>

  beforeAll(async () => {
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, idleTimeout: 1_000 })
    await sleep(1_000)
    await waitUntil(async () => (await session.addon?.backgroundState()) === 'stopped')
    rows = await runScenarios(session, lab, scenarios)
  })

  afterAll(() => session.close())

  it.each(scenarios)('$id: $title', async ({ id }) => {
    expect((await rows.get(id))?.differences).toEqual([])
  })
})

describe('a part of a page that wakes the event page', () => {
  let session: FirefoxSession

  beforeAll(async () => {
    session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, idleTimeout: 1_000 })
  })

  afterAll(() => session.close())

  it.each(['guard', 'lockdown'] as const)(
    'is looked at before it is sent where that is wanted: %s',
    async (level) => {
      await chooseSettings(session, { level })
      const [good, revoked] = ['01-crl-and-ocsp.public', '02-crl-and-ocsp.public'].map((id) =>
        findScenario(lab, id),
      )
      for (const scenario of [good, revoked]) await scenario?.arrange()
      const { tab, outcome } = await session.visit(good?.url ?? '')
      expect(outcome).toBe('opens')
      await waitUntil(async () => (await session.addon?.backgroundState()) === 'stopped')
      const before = asked(revoked).length
      expect(await tab.run(loadImage, new URL(`/${level}.png`, revoked?.url).href)).toBe('error')
      expect(asked(revoked).slice(before)).toMatchObject(level === 'guard' ? [{ method: 'GET' }] : [])
    },
  )
})

/** But for the connections of our own, which carry nothing. */
function asked(scenario: Scenario | undefined) {
  return lab.siteRequests.filter(({ host, method }) => host === scenario?.host && method !== 'HEAD')
}

// It is sent to the page as text.
function loadImage(src: string): Promise<string> {
  return new Promise((resolve) => {
    const image = new Image()
    image.addEventListener('load', ({ type }) => resolve(type))
    image.addEventListener('error', ({ type }) => resolve(type))
    image.src = src
  })
}
