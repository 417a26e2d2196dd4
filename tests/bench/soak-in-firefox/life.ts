import { launchFirefox, type FirefoxSession } from '../../e2e/firefox/session.ts'
import type { Tab } from '../../e2e/firefox/tab.ts'
import { seededRandom } from '../../lab/crlite/random.ts'
import { startLab } from '../../lab/lab.ts'
import type { Lab } from '../../lab/scenario.ts'
import { buildTimedAddon } from '../guard/timed-addon.ts'
import type { Decision } from '../guard/timed-browser.ts'
import { AS_WITH_A_USER } from '../surroundings.ts'
import { crowdAnswers, crowdRow, PART_PATH } from './crowd.ts'
import { explicitBytes } from './memory.ts'

export interface LifePlan {
  readonly hosts: number
  readonly requests: number
}

/** What was found at the end of a tenth. */
export interface Tenth {
  /** Of the add-on's process. */
  readonly memoryBytes: number
  /** Of requests over certificates whose verdict stands, one at a time: milliseconds of the guard itself, without Firefox's. */
  readonly ownMs: readonly number[]
  readonly documents: number
  readonly documentBytes: number
  readonly sessionBytes: number
  /** Hosts that were met so far. */
  readonly met: number
}

/** Of a page, with the page itself. */
const REQUESTS_A_PAGE = 100
const AT_ONCE = 12
const TENTHS = 10

/** Pages and their parts in a real Firefox, the popular hosts most often, with the event page awake all the time. */
export async function live(plan: LifePlan): Promise<readonly Tenth[]> {
  const lab = await startLab({ port: 0, rows: [crowdRow(plan.hosts)], answers: crowdAnswers })
  try {
    const session = await launchFirefox({
      roots: lab.roots,
      // Firefox leads every name to this machine anyway, and as a preference these would be too many.
      names: [],
      settings: lab.settings,
      addon: await buildTimedAddon(),
      prefs: AS_WITH_A_USER,
      idleTimeout: 300_000,
    })
    try {
      await session.addon?.untilOfflineData()
      return await liveIn(session, lab, plan)
    } finally {
      await session.close()
    }
  } finally {
    await lab.close()
  }
}

async function liveIn(session: FirefoxSession, lab: Lab, { requests }: LifePlan): Promise<readonly Tenth[]> {
  const urls = lab.scenarios.map(({ url }) => url)
  const [tab, desk] = [await session.openTab(), await session.addon?.openPage('icons/verified.svg')]
  if (desk === undefined) throw new Error('there is no add-on')
  const random = seededRandom(11)
  /** A tenth of the hosts get about half of the requests. */
  const pick = (): string => urls[Math.floor(urls.length * (random.below(1e6) / 1e6) ** 3)] ?? ''
  const met = new Set<string>()
  const tenths: Tenth[] = []
  for (let tenth = 0; tenth < TENTHS; tenth++) {
    for (let page = 0; page < requests / TENTHS / REQUESTS_A_PAGE; page++) {
      const [own = '', ...others] = Array.from({ length: REQUESTS_A_PAGE }, pick)
      for (const url of [own, ...others]) met.add(url)
      await open(session, tab, own)
      await load(tab, others, AT_ONCE)
    }
    tenths.push({ ...(await measure(session, tab, desk, urls)), met: met.size })
    // The laboratory looks through what it was asked at each handshake.
    lab.reset()
  }
  return tenths
}

async function open(session: FirefoxSession, tab: Tab, url: string): Promise<void> {
  const { outcome } = await session.visit(url, { tab })
  if (outcome !== 'opens') throw new Error(`${url} was not shown: ${outcome}`)
}

async function load(tab: Tab, urls: readonly string[], atOnce: number): Promise<void> {
  const failed = await tab.run(
    request,
    urls.map((url) => new URL(PART_PATH, url).href),
    atOnce,
  )
  if (failed > 0) throw new Error(`${failed} requests failed`)
}

const KNOWN_HOSTS = 10
const ROUNDS = 30

async function measure(
  session: FirefoxSession,
  tab: Tab,
  desk: Tab,
  urls: readonly string[],
): Promise<Omit<Tenth, 'met'>> {
  const known = urls.slice(0, KNOWN_HOSTS)
  await open(session, tab, known[0] ?? '')
  await load(tab, known, 1)
  await desk.run(takeDecisions)
  for (let round = 0; round < ROUNDS; round++) await load(tab, known, 1)
  const decisions = await desk.run(takeDecisions)
  if (
    decisions.length !== KNOWN_HOSTS * ROUNDS ||
    decisions.some(({ asked, isHeld }) => asked !== 1 || isHeld)
  )
    throw new Error('these were not requests over known certificates')
  const evidence = await session.addon?.ask('evidence', {})
  return {
    ownMs: decisions.map(({ total, securityInfo }) => total - securityInfo),
    documents: evidence?.documents ?? NaN,
    documentBytes: evidence?.bytes ?? NaN,
    sessionBytes: await desk.run(sessionBytes),
    memoryBytes: await explicitBytes(session),
  }
}

// The rest is sent to Firefox as text.

declare const browser: {
  readonly runtime: { getBackgroundPage(): Promise<{ readonly decisions: Decision[] }> }
  readonly storage: { readonly session: { getBytesInUse(): Promise<number> } }
}

/** How many failed. */
async function request(urls: readonly string[], atOnce: number): Promise<number> {
  const waiting = [...urls]
  let failed = 0
  const work = async (): Promise<void> => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const text = await fetch(url, { cache: 'no-store' }).then(
        (response) => response.text(),
        () => undefined,
      )
      if (text !== 'A part.') failed++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return failed
}

async function takeDecisions(): Promise<readonly Decision[]> {
  return (await browser.runtime.getBackgroundPage()).decisions.splice(0)
}

function sessionBytes(): Promise<number> {
  return browser.storage.session.getBytesInUse()
}
