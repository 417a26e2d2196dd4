import { setTimeout as sleep } from 'node:timers/promises'
import { BUILT_ADDON } from '../../e2e/built-addon.ts'
import type { ChromeWindow } from '../../e2e/firefox/chrome-window.ts'
import { launchFirefox, type FirefoxSession, type LaunchOptions } from '../../e2e/firefox/session.ts'
import type { Tab } from '../../e2e/firefox/tab.ts'
import { waitUntil } from '../../e2e/wait-until.ts'
import { startLab } from '../../lab/lab.ts'
import type { Lab } from '../../lab/scenario.ts'
import { EXACT_TIMERS } from '../surroundings.ts'
import { BUSY_PATH, busyRow, createBusySite, HOSTS, PARTS_EACH, type BusySite } from './busy-site.ts'

export type Protocol = 'HTTP/1.1' | 'HTTP/2'

/**
 * `warm`: every connection stands, and so do the verdicts. `cold`: as in a browser that has just been started; no
 * connection, no TLS session to resume, no verdict in memory; but what the CAs said is stored.
 */
export type State = 'warm' | 'cold'

export interface Course {
  readonly protocol: Protocol
  readonly state: State
  readonly latencyMs: number
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
      prefs: { ...EXACT_TIMERS, ...NO_RESUMPTION },
      ...options,
    })
  const alone = await launch({})
  try {
    const guarded = await launch({ addon: BUILT_ADDON, idleTimeout: 300_000 })
    try {
      await guarded.addon?.untilOfflineData()
      return await use(await visitor(alone), await visitor(guarded))
    } finally {
      await guarded.close()
    }
  } finally {
    await alone.close()
  }
}

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

async function measureCourse(course: Course, { lab, site, ...visitors }: Place): Promise<Loads> {
  const { protocol, state, latencyMs, pairs } = course
  const both = [visitors.alone, visitors.guarded]
  site.latencyMs = latencyMs
  for (const { session } of both) {
    await session.chrome.setPref('network.http.http2.enabled', protocol === 'HTTP/2')
    await session.chrome.run(closeConnections)
  }
  const times = new Map(both.map((visitor) => [visitor, new Array<number>()]))
  for (let pair = -WARM_UP; pair < pairs; pair++) {
    const asked = lab.requests.length
    // Nobody always loads in the wake of the other.
    for (const visitor of pair % 2 === 0 ? both : both.toReversed()) {
      if (state === 'cold') await makeCold(visitor)
      await sleep(REST_MS)
      const { tookMs, connected } = await load(visitor.tab, site.urls[0] ?? '', protocol)
      if (pair >= 0 && connected !== (state === 'cold' ? HOSTS : 0))
        console.log(protocol, state, latencyMs, pair, visitor === visitors.guarded, connected)
      if (pair >= 0) times.get(visitor)?.push(tookMs)
    }
    if (pair >= 0 && lab.requests.length !== asked) throw new Error('the evidence was not stored')
  }
  return {
    ...course,
    alone: times.get(visitors.alone) ?? [],
    guarded: times.get(visitors.guarded) ?? [],
  }
}

const WARM_UP = 4
/** For whatever a load leaves to do. */
const REST_MS = 300

async function makeCold({ session }: Visitor): Promise<void> {
  await session.chrome.run(closeConnections)
  await session.addon?.suspendBackground()
}

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

function closeConnections({ Services }: ChromeWindow): void {
  Services.obs.notifyObservers(null, 'net:prune-all-connections')
}

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
