import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { missingServers } from '../lab/scenarios/playable.ts'
import { EVERY_ROW } from '../lab/scenarios/rows.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { runScenarios, type Row } from './run-scenarios.ts'

const lab = await startLab({ port: 0, rows: EVERY_ROW })
const missing = missingServers(EVERY_ROW)
const { roots, names, settings, scenarios } = lab

afterAll(() => lab.close())

describe.each([
  { browser: 'Firefox alone', options: { roots, names } },
  { browser: 'Firefox with Hardfail', options: { roots, names, settings, addon: BUILT_ADDON } },
])('$browser', ({ options }) => {
  let session: FirefoxSession
  let rows: ReadonlyMap<string, Promise<Row>>

  beforeAll(async () => {
    session = await launchFirefox(options)
    rows = await runScenarios(session, lab, scenarios)
  })

  afterAll(() => session.close())

  it.each(scenarios)('$id: $title', async ({ id }) => {
    const row = await rows.get(id)
    expect(row?.differences).toEqual([])
  })

  it.each(missing)('leaves out what needs %s, which is not installed', (server) => {
    expect(scenarios.filter(({ id }) => id.includes(server))).toEqual([])
  })
})
