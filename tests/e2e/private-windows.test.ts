import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { runScenarios, type Row } from './run-scenarios.ts'
import { IN_PRIVATE_WINDOW } from './way.ts'

const lab = await startLab({ port: 0 })
const { roots, names, settings, scenarios } = lab

let session: FirefoxSession

beforeAll(async () => {
  session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON })
})

afterAll(async () => {
  await session.close()
  await lab.close()
})

describe('in private windows', () => {
  let rows: ReadonlyMap<string, Promise<Row>>

  beforeAll(async () => {
    rows = await runScenarios(session, lab, scenarios, IN_PRIVATE_WINDOW)
  })

  it.each(scenarios)('$id: $title', async ({ id }) => {
    expect((await rows.get(id))?.differences).toEqual([])
  })
})
