import { setTimeout as sleep } from 'node:timers/promises'
import { closeConnections } from '../../e2e/firefox/connections.ts'
import { launchFirefox, type FirefoxSession, type LaunchOptions } from '../../e2e/firefox/session.ts'
import type { Tab } from '../../e2e/firefox/tab.ts'
import { waitUntil } from '../../e2e/wait-until.ts'
import { startLab } from '../../lab/lab.ts'
import type { Lab } from '../../lab/scenario.ts'
import { AS_WITH_A_USER } from '../surroundings.ts'
import {
  BUSY_PATH,
  busyRow,
  createBusySite,
  type Distance,
  HOSTS,
  PARTS_EACH,
  type BusySite,
} from './busy-site.ts'
import { buildAddon } from './build-addon.ts'

export type Protocol = 'HTTP/1.1' | 'HTTP/2'

/**
 * - `warm`: every connection stands, and so do the verdicts;
 * - `cold`: as in a browser that was started a moment ago: no connection, no TLS session to resume, no verdict in memory,
 *   but what the CAs said is stored;
 * - `asleep`: no connection, and the event page suspended, which the page has to wait for. It remembers its verdicts.
 */
export type State = 'warm' | 'cold' | 'asleep'

export interface Course {
  readonly protocol: Protocol
  readonly state: State
  readonly distance: Distance
  readonly pairs: number
}

/** Milliseconds from the beginning of the navigation until all had arrived, in each pair. */
export interface Loads extends Course {
  readonly alone: readonly number[]
  readonly guarded: readonly number[]
}

/** The page, loaded in a Firefox without and in one with the add-on by turns. */
export async function measureLoads(courses: readonly Course[]): Promise<readonly Loads[]> {
  const site = createBusySite()
  const lab = await startLab({ port: 0, rows: [busyRow], answers: site.answers })
  site.urls = lab.scenarios.map(({ url }) => url)
  try {
    return await withVisitors(lab, async (alone, guarded) => {
      const loads: Loads[] = []
      for (const course of courses) loads.push(await measureCourse(course, { lab, site, alone, guarded }))
      return loads
    })
  } finally {
    await lab.close()
  }
}

async function withVisitors<T>(lab: Lab, use: (alone: Visitor, guarded: Visitor) => Promise<T>): Promise<T> {
  const launch = (options: Partial<LaunchOptions>) =>
    launchFirefox({
      roots: lab.roots,
      names: lab.names,
      settings: lab.settings,
      prefs: { ...AS_WITH_A_USER, ...NO_RESUMPTION },
      ...options,
    })
  const alone = await launch({})
  try {
    const guarded = await launch({ addon: await buildAddon('addon'), idleTimeout: 300_000 })
    try {
      await guarded.addon?.untilOfflineData()
      await sleep(SETTLING_MS)
      return await use(await visitor(alone), await visitor(guarded))
    } finally {
      await guarded.close()
    }
  } finally {
    await alone.close()
  }
}

/** A Firefox that has just started has much else to do. */
const SETTLING_MS = 20_000

/** A browser that was started anew has none to resume. */
const NO_RESUMPTION = { 'security.ssl.disable_session_identifiers': true }

interface Visitor {
  readonly session: FirefoxSession
  readonly tab: Tab
}

async function visitor(session: FirefoxSession): Promise<Visitor> {
  return { session, tab: await session.openTab() }
}

interface Place {
  readonly lab: Lab
  readonly site: BusySite
  readonly alone: Visitor
  readonly guarded: Visitor
}

async function measureCourse(course: Course, place: Place): Promise<Loads> {
  const { lab, site, alone, guarded } = place
  const both = [alone, guarded]
  site.distance = course.distance
  for (const { session } of both) {
    await session.chrome.setPref('network.http.http2.enabled', course.protocol === 'HTTP/2')
    await closeConnections(session.chrome)
  }
  const warmUp = await loadPairs({ ...course, pairs: WARM_UP }, site, both)
  const asked = lab.requests.length
  const pairs = await loadPairs(course, site, both)
  if (lab.requests.length !== asked) throw new Error('the evidence was not stored')
  if (pairs.length < course.pairs)
    throw new Error(`of ${pairs.length + warmUp.length} pairs too few were as they should`)
  const timesOf = (visitor: Visitor) => pairs.map((pair) => pair.get(visitor) ?? NaN)
  return { ...course, alone: timesOf(alone), guarded: timesOf(guarded) }
}

const WARM_UP = 2

/** A pair counts where each connected to as many hosts anew as it should: Firefox may close a connection when it likes. */
async function loadPairs(
  { protocol, state, pairs }: Course,
  site: BusySite,
  both: readonly Visitor[],
): Promise<readonly ReadonlyMap<Visitor, number>[]> {
  const counted: ReadonlyMap<Visitor, number>[] = []
  for (let round = 0; round < 2 * pairs && counted.length < pairs; round++) {
    const times = new Map<Visitor, number>()
    // Nobody always loads in the wake of the other.
    for (const visitor of round % 2 === 0 ? both : both.toReversed()) {
      if (state !== 'warm') await makeCold(visitor, state)
      await sleep(REST_MS)
      const { tookMs, connected } = await load(visitor.tab, site.urls[0] ?? '', protocol)
      if (connected === (state === 'warm' ? 0 : HOSTS)) times.set(visitor, tookMs)
    }
    if (times.size === both.length) counted.push(times)
  }
  return counted
}

/** For whatever a load leaves to do. */
const REST_MS = 150

async function makeCold(
  { session: { chrome, addon } }: Visitor,
  state: Exclude<State, 'warm'>,
): Promise<void> {
  await closeConnections(chrome)
  switch (state) {
    case 'cold':
      // With the settings, whatever they are, every verdict is decided anew.
      await addon?.ask('settings.save', { settings: await addon.ask('settings', {}) })
      break
    case 'asleep':
      await sleep(IDLE_MS)
      await addon?.suspendBackground()
      break
  }
}

/** Firefox waits for half a minute. What is written soon is written long before. */
const IDLE_MS = 1_500

interface Load {
  readonly tookMs: number
  /** Hosts that a new connection was made to. */
  readonly connected: number
}

let loads = 0

async function load(tab: Tab, url: string, protocol: Protocol): Promise<Load> {
  const address = new URL(`${BUSY_PATH}?${loads++}`, url).href
  tab.navigate(address)
  await waitUntil(() => tab.run(isLoaded, address), 30_000)
  const { tookMs, parts, others, connected } = await tab.run(
    readLoad,
    protocol === 'HTTP/2' ? 'h2' : 'http/1.1',
  )
  if (parts !== HOSTS * PARTS_EACH || others > 0)
    throw new Error(`the page has ${parts} parts, ${others} of them by another protocol`)
  return { tookMs, connected }
}

// The rest is sent to Firefox as text.

function isLoaded(address: string): boolean {
  return location.href === address && document.documentElement.dataset['tookMs'] !== undefined
}

function readLoad(wanted: string): { tookMs: number; parts: number; others: number; connected: number } {
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  const all = entries.filter((one) => one instanceof PerformanceResourceTiming)
  const anew = all.filter(({ connectStart, connectEnd }) => connectEnd > connectStart)
  return {
    tookMs: Number(document.documentElement.dataset['tookMs']),
    parts: all.length - 1,
    others: all.filter(({ nextHopProtocol }) => nextHopProtocol !== wanted).length,
    connected: new Set(anew.map(({ name }) => new URL(name).host)).size,
  }
}
