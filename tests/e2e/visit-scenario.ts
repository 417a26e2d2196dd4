import { setTimeout as sleep } from 'node:timers/promises'
import type { Cause } from '../../src/policy/cause.ts'
import type { SourceId } from '../../src/policy/evidence.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'
import type { Lab, Scenario } from '../lab/scenario.ts'
import { askFrom, type Addon } from './firefox/addon.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import type { Visit } from './firefox/visit.ts'

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
): Promise<Sighting> {
  const asked = lab.requests.length
  if (scenario.prime) await session.visit(scenario.url, { tab })
  await scenario.arrange()
  const first = await session.visit(scenario.url, { tab })
  const last =
    scenario.override && first.outcome === 'firefox-error'
      ? await session.clickThroughCertificateError(tab)
      : first
  return {
    outcome: last.outcome,
    error: last.error,
    tookMs: last.tookMs,
    bodyShown: last.bodyShown,
    decision: session.addon && (await askForDecision(session.addon, last)),
    touched: (scenario.untouched ?? []).filter((host) =>
      lab.requests.slice(asked).some((request) => request.host === host),
    ),
  }
}

// The page may stand a moment before the add-on has noted what it decided.
const PATIENCE_MS = 2_000

/** Undefined where nobody says anything. */
export async function askForDecision(
  addon: Addon,
  { outcome, url, tab }: Visit,
): Promise<Decision | undefined> {
  if (outcome === 'interstitial') return decisionOfHold(tab, url)
  if (outcome !== 'opens') return undefined
  const tabId = await addon.tabId(tab)
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    const page = await addon.ask('page', { tabId })
    if (page.kind === 'checked') return decisionOf(page.verdict)
    await sleep(50)
  }
  return undefined
}

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
