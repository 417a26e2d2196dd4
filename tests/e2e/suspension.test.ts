import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { runScenarios, type Row } from './run-scenarios.ts'
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
