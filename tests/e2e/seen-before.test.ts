import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { KEPT } from '../lab/servers/site-parts.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { runScenarios, type Row } from './run-scenarios.ts'
import { seeBefore } from './see-before.ts'
import { ANSWERED, ANSWERED_BY_WORKER, fromCache, throughWorker } from './way.ts'

const lab = await startLab({ port: 0 })
const { roots, names, settings, scenarios } = lab

let session: FirefoxSession

beforeAll(async () => {
  session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON })
  await seeBefore(session, scenarios)
})

afterAll(async () => {
  await session.close()
  await lab.close()
})

const WAYS = [
  { title: 'from the HTTP cache', way: fromCache(lab) },
  { title: 'under a service worker that fetches it from the site', way: throughWorker(lab) },
  { title: 'from a service worker that answers by itself', way: ANSWERED_BY_WORKER },
] as const

describe.each(WAYS)('$title', ({ way }) => {
  let rows: ReadonlyMap<string, Promise<Row>>

  beforeAll(async () => {
    await session.addon?.ask('evidence.clear', {})
    rows = await runScenarios(session, lab, scenarios, way)
  })

  it.each(scenarios)('$id: $title', async ({ id }) => {
    expect((await rows.get(id))?.differences).toEqual([])
  })

  it('comes from there alone', () => {
    const asked = lab.siteRequests.map(({ path }) => path)
    expect(asked).not.toContain(KEPT)
    expect(asked).not.toContain(ANSWERED)
  })
})
