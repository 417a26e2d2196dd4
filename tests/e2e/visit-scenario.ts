import { setTimeout as sleep } from 'node:timers/promises'
import type { Cause } from '../../src/policy/cause.ts'
import type { SourceId } from '../../src/policy/evidence.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { askFrom, type Addon } from './firefox/addon.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import type { Visit } from './firefox/visit.ts'
import { waitUntil } from './wait-until.ts'
import { STRAIGHT, type Way } from './way.ts'

/** What was seen of one scenario. */
export interface Sighting {
  readonly outcome: Visit['outcome']
  readonly error: string | undefined
  readonly tookMs: number
  readonly bodyShown: boolean
  /** What the add-on says it decided; undefined without one, or where it says nothing. */
  readonly decision: Decision | undefined
  /** Hosts that were asked although nobody may ask them. */
  readonly touched: readonly string[]
}

export interface Decision {
  readonly verdict: VerdictKind
  readonly cause: Cause | undefined
  readonly source: SourceId | undefined
  readonly certificate: number
}

/** Plays the scenario in the tab. */
export async function visitScenario(
  session: FirefoxSession,
  lab: Lab,
  scenario: Scenario,
  tab: Tab,
  way: Way = STRAIGHT,
): Promise<Sighting> {
  const asked = lab.requests.length
  const options = { tab, timeoutMs: PATIENCE_MS }
  const url = way.addressOf(scenario)
  if (scenario.prime) await decisionOn(session, await session.visit(url, options))
  await scenario.arrange()
  const last = await untilLast(session, scenario, await session.visit(url, options), way)
  const isSomebodys = way.expect(scenario).verdict !== undefined
  return {
    outcome: last.outcome,
    error: last.error,
    tookMs: last.tookMs,
    bodyShown: last.bodyShown && way.isCovered !== true,
    decision: isSomebodys ? await decisionOn(session, last) : undefined,
    touched: (scenario.untouched ?? []).filter((host) =>
      lab.requests.slice(asked).some((request) => request.host === host),
    ),
  }
}

/** The deadline of the check (10 s), twice where a service worker waits for it and then Firefox, and slack. */
const PATIENCE_MS = 25_000

async function untilLast(
  session: FirefoxSession,
  scenario: Scenario,
  first: Visit,
  { isCovered, expect }: Way,
): Promise<Visit> {
  const { outcome, tab } = first
  if (scenario.override && outcome === 'firefox-error') return session.clickThroughCertificateError(tab)
  if (!isCovered || outcome !== 'opens' || expect(scenario).outcome !== 'interstitial') return first
  let last = first
  await waitUntil(async () => (last = await session.settle(tab)).outcome === 'interstitial', PATIENCE_MS)
  return last
}

async function decisionOn({ addon }: FirefoxSession, visit: Visit): Promise<Decision | undefined> {
  return addon && askForDecision(addon, visit)
}

/** The page may stand before it is known what it is. Undefined where nobody says anything. */
export async function askForDecision(
  addon: Addon,
  { outcome, url, tab }: Visit,
): Promise<Decision | undefined> {
  if (outcome === 'interstitial') return decisionOfHold(tab, url)
  if (outcome !== 'opens') return undefined
  const tabId = await addon.tabId(tab)
  const { host } = new URL(url)
  const deadline = performance.now() + SAID_MS
  while (performance.now() < deadline) {
    const page = await addon.ask('page', { tabId })
    // At first it may still be that of the page before.
    if (page.kind === 'checked' && page.host === host) return decisionOf(page.verdict)
    await sleep(50)
  }
  return undefined
}

const SAID_MS = 10_000

// The background tells of a hold only to the interstitial that shows it.
async function decisionOfHold(tab: Tab, url: string): Promise<Decision | undefined> {
  const hold = await askFrom(tab, 'hold', { id: new URL(url).searchParams.get('id') ?? '' })
  return hold.phase === 'gone' || hold.verdict === undefined ? undefined : decisionOf(hold.verdict)
}

function decisionOf(verdict: {
  readonly kind: VerdictKind
  readonly certificate: number
  readonly cause?: Cause
  readonly source?: SourceId
}): Decision {
  return {
    verdict: verdict.kind,
    cause: verdict.cause,
    source: verdict.source,
    certificate: verdict.certificate,
  }
}
