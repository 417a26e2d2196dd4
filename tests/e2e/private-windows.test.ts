import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/lab.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { runScenarios, type Row } from './run-scenarios.ts'
import { findScenario } from './stage.ts'
import { filesMentioning, mentions, readKept } from './traces.ts'
import { IN_PRIVATE_WINDOW } from './way.ts'

const lab = await startLab({ port: 0 })
const { roots, names, settings, scenarios } = lab

/** Every site, responder and CRL server has it in its name. */
const NAME = '.lab.test'

const PREFS = { 'browser.startup.page': 0 }

let profile: string
let session: FirefoxSession
let desk: Tab

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
  session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, profile, prefs: PREFS })
  const page = await session.addon?.openPage('icons/verified.svg')
  if (page === undefined) throw new Error('there is no add-on')
  desk = page
})

afterAll(async () => {
  await session.close()
  await lab.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
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

describe('what private windows have seen', () => {
  it('is in memory as long as one of them is open, and nowhere else', async () => {
    const { onDisk, inMemory } = await readKept(desk)
    expect(mentions(inMemory, NAME)).toBe(true)
    expect(mentions(onDisk, NAME)).toBe(false)
  })

  it('is gone with the last of them', async () => {
    await session.closePrivateWindows()
    await expect.poll(async () => mentions((await readKept(desk)).inMemory, NAME)).toBe(false)
  })

  it('is not believed in the next one: whoever could be asked then must be asked again', async () => {
    lab.reset()
    lab.line.set('down')
    const { url } = findScenario(lab, '01-ocsp.public')
    const tab = await session.openPrivateWindow()
    expect((await session.visit(url, { tab })).outcome).toBe('interstitial')
    await session.closePrivateWindows()
  })

  it('is in no file of the profile after Firefox has gone', async () => {
    await session.close()
    expect(await filesMentioning(profile, NAME)).toEqual([])
  })
})
