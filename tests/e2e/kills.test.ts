import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../lab/crlite/random.ts'
import { startLab } from '../lab/lab.ts'
import { hostUnder } from '../lab/names.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { verified } from '../lab/scenarios/expect.ts'
import type { Row, Variant } from '../lab/scenarios/variant.ts'
import { BUILT_ADDON } from './built-addon.ts'
import { askFrom } from './firefox/addon.ts'
import { launchFirefox, type FirefoxSession } from './firefox/session.ts'
import { waitUntil } from './wait-until.ts'
import { createSimulatedTime } from './simulated-time.ts'
import { readWholeRecords, type StoredRecord } from './stored-records.ts'

/** How often; 20 is what is asked of a release. */
const KILLS = Number(process.env['HARDFAIL_KILLS'] ?? 6)
const SEED = Number(process.env['HARDFAIL_SEED'] ?? Date.now() % 1_000_000)

/** After the first download has begun, ms: by then some have been written, and most are on their way. */
const LATEST_MS = 3_000
/** Between two kills: OCSP answers come into the second half of their validity, CRLs at every other. */
const HOURS = 60

/** So long the store keeps what has ended. */
const KEPT_MS = 7 * 86_400_000
/** Entries of CRLs, of 49 bytes each. */
const LENGTHS = [50_000, 40_000, 20_000, 5_000]
const LARGE_BYTES = 100_000

const LACKS_CRL_OF_ROOT = 'held for want of a CRL about its intermediate'

const site = (slug: string, leaf: Variant['leaf']): Variant => ({
  slug,
  title: 'One of many sites',
  why: 'Firefox is killed while what is said about it is on its way.',
  leaf,
  arrange: { crls: { crl: 'slow-line' } },
  expect: verified('crl', 'ocsp'),
})

const ROWS: readonly Row[] = [
  {
    row: 1,
    title: 'Many sites at once',
    variants: [
      ...LENGTHS.map((others) => site(`kill-crl-${others}`, { crls: ['crl'], others })),
      ...[1, 2].map((n) => site(`kill-ocsp-${n}`, { responders: ['ocsp'] })),
    ],
  },
]

const KILLED: NonNullable<Parameters<typeof launchFirefox>[0]['prefs']> = {
  // No pages of the time before, no offer to bring them back, no safe mode.
  'browser.startup.page': 0,
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
}

async function readRecords({ addon }: FirefoxSession): Promise<readonly StoredRecord[]> {
  const page = await addon?.openPage('icons/verified.svg')
  if (page === undefined) throw new Error('there is no add-on')
  const records = await readWholeRecords(page)
  expect((await addon?.ask('evidence', {}))?.documents).toBe(records.length)
  return records
}

describe(`Firefox, killed in the midst of downloads and writes (seed ${SEED})`, () => {
  const time = createSimulatedTime()
  const random = seededRandom(SEED)
  let lab: Lab
  let profile: string
  let session: FirefoxSession | undefined

  beforeAll(async () => {
    lab = await startLab({ port: 0, time: time.now, rows: ROWS })
    profile = await mkdtemp(join(tmpdir(), 'hardfail-profile-'))
    for (const scenario of lab.scenarios) await scenario.arrange()
  })

  afterAll(async () => {
    await session?.kill()
    await lab.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  async function launch(round: number): Promise<FirefoxSession> {
    // One that is left over from a round that has failed would hold the profile.
    await session?.kill()
    const { roots, names } = lab
    session = await launchFirefox({
      roots,
      names,
      addon: BUILT_ADDON,
      profile,
      prefs: KILLED,
      idleTimeout: 600_000,
    })
    await time.attach(session)
    await time.moveTo(round * HOURS)
    return session
  }

  /** What comes of a visit to a site about which something is stored that still counts, with nobody there to ask. */
  async function visitStored(running: FirefoxSession, records: readonly StoredRecord[]): Promise<string> {
    const knows = (host: string) =>
      records.some(({ url, until }) => until > time.now() && new URL(url).hostname === host)
    const known = lab.scenarios.filter(({ host }) => knows(`crl-${host}`) || knows(`ocsp-${host}`))
    const isWhole = ({ kind }: Scenario) => knows(hostUnder(kind, 'crl'))
    const site = known.find(isWhole) ?? known[0]
    if (site === undefined) return 'nothing stored'
    const { outcome, tab, url } = await running.visit(site.url)
    if (outcome !== 'interstitial') return outcome
    const hold = await askFrom(tab, 'hold', { id: new URL(url).searchParams.get('id') ?? '' })
    const verdict = hold.phase === 'gone' ? undefined : hold.verdict
    // The list about the intermediate may not have come before the kill: then it is held rightly, and for that alone.
    if (!isWhole(site) && verdict?.certificate === 1) return LACKS_CRL_OF_ROOT
    return `${site.id} is held: ${JSON.stringify(verdict)}`
  }

  /** Visits everything at once, has everything renewed that is due, and pulls the plug. */
  async function killWhileBusy(running: FirefoxSession): Promise<void> {
    const tabs = await Promise.all(lab.scenarios.map(() => running.openTab()))
    const before = lab.requests.length
    for (const [n, tab] of tabs.entries()) tab.navigate(lab.scenarios[n]?.url ?? '')
    await time.ringAlarm()
    await waitUntil(async () => lab.requests.length > before)
    await sleep(random.below(LATEST_MS))
    await running.kill()
  }

  it('has a store at first that opens', async () => {
    const running = await launch(0)
    const first = lab.scenarios.find(({ id }) => id.startsWith('kill-ocsp'))
    expect((await running.visit(first?.url ?? '')).outcome).toBe('opens')
    expect(await readRecords(running)).not.toEqual([])
    await killWhileBusy(running)
  })

  let survivors = 0
  let large = 0
  let before: readonly StoredRecord[] = []

  it.each(Array.from({ length: KILLS }, (_, n) => n + 1))(
    'has a store after kill %i that opens, has lost nothing and holds whole records only, and pages open on its word',
    async (round) => {
      const running = await launch(round)
      const records = await readRecords(running)
      const isThere = (key: string) => records.some((record) => record.key === key)
      const lost = before.filter(({ key, until }) => until + KEPT_MS > time.now() && !isThere(key))
      expect(lost, 'what was whole before').toEqual([])
      before = records
      large += records.filter(({ size }) => size > LARGE_BYTES).length
      lab.line.set('down')
      const seen = await visitStored(running, records)
      if (seen === 'opens') survivors += 1
      expect(['opens', 'nothing stored', LACKS_CRL_OF_ROOT]).toContain(seen)
      lab.line.set('up')
      if (round < KILLS) await killWhileBusy(running)
    },
  )

  it('had kept something of use in many of these cases', () => {
    expect(survivors).toBeGreaterThanOrEqual(KILLS / 3)
    expect(large).toBeGreaterThan(0)
  })
})
