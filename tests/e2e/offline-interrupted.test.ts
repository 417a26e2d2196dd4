import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../lab/crlite/random.ts'
import { startLab } from '../lab/lab.ts'
import type { Lab } from '../lab/scenario.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { productionFilters } from './production-filters.ts'
import { readStoredFilters, type StoredFilters } from './stored-filters.ts'
import { waitUntil } from './wait-until.ts'

/** How often Firefox is killed; 10 is what is asked of a release. */
const KILLS = Number(process.env['HARDFAIL_KILLS'] ?? 2)
const SEED = Number(process.env['HARDFAIL_SEED'] ?? Date.now() % 1_000_000)

const DELTAS = 30
/** One full filter and its deltas, of production size, over a line of 2.5 MB a second. */
const DOWNLOAD_MS = 5_000
/** The machine may be busy. */
const PATIENCE_MS = 60_000

const KILLED: NonNullable<Parameters<typeof launchFirefox>[0]['prefs']> = {
  // No pages of the time before, no offer to bring them back, no safe mode.
  'browser.startup.page': 0,
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
}

let lab: Lab
let profile: string
let session: FirefoxSession | undefined

beforeAll(async () => {
  lab = await startLab({ port: 0 })
  profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
})

afterAll(async () => {
  await session?.kill()
  await lab.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

async function launch(): Promise<FirefoxSession> {
  const { roots, names, settings } = lab
  session = await launchFirefox({ roots, names, settings, addon: BUILT_ADDON, profile, prefs: KILLED })
  return session
}

const attachments = () => lab.settings.requests.filter((path) => path.startsWith('/attachments/'))

async function stored({ addon }: FirefoxSession): Promise<StoredFilters> {
  const page = await addon?.openPage('icons/verified.svg')
  if (page === undefined) throw new Error('there is no add-on')
  const found = await readStoredFilters(page)
  await page.close()
  return found
}

/** What was published last is in force, and nothing is going on any more. */
async function isInForce({ addon }: FirefoxSession): Promise<boolean> {
  const state = await addon?.ask('offline', {})
  const { inForce } = state?.collections['cert-revocations'] ?? {}
  return state?.activity.phase === 'idle' && inForce?.timestamp === latest.timestamp
}

async function untilInForce(running: FirefoxSession): Promise<void> {
  await waitUntil(() => isInForce(running), PATIENCE_MS)
}

let latest: { readonly timestamp: number }
/** Timestamps of everything that may be in force. */
const whole = new Set<number>()

function publish(number: number): void {
  latest = lab.settings.publishFilters(productionFilters(DELTAS, number))
  whole.add(latest.timestamp)
  lab.settings.behaviour.set('slow-line')
  lab.settings.requests.length = 0
}

describe(`an update that is killed along with Firefox (seed ${SEED})`, () => {
  const random = seededRandom(SEED)
  /** What each life has asked for since the last publication. */
  const lives: (readonly string[])[] = []
  let interrupted = 0

  beforeAll(() => publish(0))

  it.each(Array.from({ length: KILLS }, (_, n) => n + 1))(
    'leaves (kill %i) nothing or the old state in force, and that whole',
    { timeout: 5 * PATIENCE_MS },
    async (kill) => {
      const before = attachments().length
      const running = await launch()
      expect(await isNothingOrWhole(running)).toBe(true)
      await waitUntil(async () => attachments().length > before, PATIENCE_MS)
      await sleep(random.below(DOWNLOAD_MS / 2))
      if (!(await isInForce(running))) interrupted += 1
      await running.kill()
      lives.push(attachments().slice(before))
      if (kill % 2 === 0) await finish()
    },
  )

  it('was killed in the midst of it in most of these cases', () => {
    expect(interrupted).toBeGreaterThanOrEqual(KILLS / 2)
  })

  /** The next start finishes what is left. Then something newer begins, and is killed. */
  async function finish(): Promise<void> {
    const before = attachments().length
    const running = await launch()
    await untilInForce(running)
    lives.push(attachments().slice(before))
    expectNothingTwice()
    const { timestamp } = latest
    const all = DELTAS + 1
    expect(await stored(running)).toEqual({ timestamp, isWhole: true, inForce: all, files: all })
    publish(whole.size)
    lives.length = 0
    await running.addon?.ask('offline.update', {})
    await waitUntil(async () => attachments().length > 0, PATIENCE_MS)
    await sleep(random.below(DOWNLOAD_MS / 4))
    await running.kill()
    lives.push(attachments())
  }

  /** What a life asks for again was on its way when the life before it ended: nothing else. */
  function expectNothingTwice(): void {
    const begun = new Set<string>()
    let inFlight: string | undefined
    for (const asked of lives) {
      expect(asked.filter((path) => begun.has(path) && path !== inFlight)).toEqual([])
      expect(new Set(asked).size).toBe(asked.length)
      for (const path of asked) begun.add(path)
      inFlight = asked.at(-1) ?? inFlight
    }
    expect(begun.size).toBe(DELTAS + 1)
  }
})

async function isNothingOrWhole(running: FirefoxSession): Promise<boolean> {
  const { timestamp, isWhole } = await stored(running)
  return timestamp === undefined || (isWhole && whole.has(timestamp))
}

describe.each(['cut-mid-download', 'cut-off'] as const)(
  'an update that the network ends (%s)',
  (behaviour) => {
    beforeAll(async () => {
      await session?.kill()
      await launch()
    })

    it(
      'leaves the old state in force, and is finished without fetching what is there',
      { timeout: 5 * PATIENCE_MS },
      async () => {
        const running = session
        if (running === undefined) throw new Error('Firefox is not there')
        await untilInForce(running)
        const old = await stored(running)
        publish(whole.size)
        await running.addon?.ask('offline.update', {})
        await waitUntil(async () => attachments().length > DELTAS / 3, PATIENCE_MS)
        lab.settings.behaviour.set(behaviour)
        await waitUntil(async () => {
          const state = await running.addon?.ask('offline', {})
          return state?.collections['cert-revocations'].failure?.cause === 'unreachable'
        }, PATIENCE_MS)
        const now = await stored(running)
        expect([now.timestamp, now.isWhole, now.inForce]).toEqual([old.timestamp, true, DELTAS + 1])

        const begun = attachments()
        const inFlight = begun.at(-1)
        lab.settings.behaviour.reset()
        await running.addon?.ask('offline.update', {})
        await untilInForce(running)
        const again = attachments().slice(begun.length)
        expect(again.filter((path) => begun.includes(path) && path !== inFlight)).toEqual([])
        expect(new Set(attachments()).size).toBe(DELTAS + 1)
      },
    )
  },
)
