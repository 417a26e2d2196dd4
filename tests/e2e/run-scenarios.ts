import type { Lab, Scenario } from '../lab/scenario.ts'
import { findDifferences } from './compare.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { visitScenario, type Sighting } from './visit-scenario.ts'
import { STRAIGHT, type Way } from './way.ts'

export interface Row {
  readonly scenario: Scenario
  /** Undefined where the visit itself failed. */
  readonly seen: Sighting | undefined
  /** None where all is as expected. */
  readonly differences: readonly string[]
}

/**
 * Plays all scenarios and gives each one's row, in their order, as soon as it is there. Expects what suits the session and
 * the way.
 */
export async function runScenarios(
  session: FirefoxSession,
  lab: Lab,
  scenarios: readonly Scenario[],
  way: Way = STRAIGHT,
): Promise<ReadonlyMap<string, Promise<Row>>> {
  await session.addon?.untilOfflineData()
  lab.reset()
  const jobs = scenarios.map((scenario) => ({ scenario, ...withResolvers<Row>() }))
  const rows = new Map(jobs.map(({ scenario, promise }) => [scenario.id, promise]))
  const windows = await openWindows(session, way)
  // Of an overridden certificate nobody may be asked, nor the list about its CA, of which every other scenario asks.
  const together = jobs.filter(({ scenario }) => scenario.override !== true)
  const apart = jobs.filter(({ scenario }) => scenario.override === true)
  const playIn = async (job: (typeof jobs)[number], window: Tab) =>
    job.resolve(await play(session, lab, job.scenario, window, way))
  void inWindows(windows, together, playIn).then(() => inWindows(windows, apart, playIn))
  return rows
}

// Scenarios share no host, so several can run side by side; each in a window, since pages in the background behave otherwise.
const WINDOWS = 4

/** So many as are worth while, each with one tab. */
export async function openWindows(session: FirefoxSession, way: Way = STRAIGHT): Promise<readonly Tab[]> {
  const windows: Tab[] = []
  // oxlint-disable-next-line no-await-in-loop -- which tab is the new one's can be told of one at a time
  while (windows.length < WINDOWS) windows.push(await way.openWindow(session))
  return windows
}

/** Does something with each, side by side in the windows and one after the other in each. */
export async function inWindows<T>(
  windows: readonly Tab[],
  all: readonly T[],
  use: (one: T, window: Tab) => Promise<void>,
): Promise<void> {
  const queue = [...all]
  await Promise.all(
    windows.map(async (window) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await use(next, window)
    }),
  )
}

async function play(
  session: FirefoxSession,
  lab: Lab,
  scenario: Scenario,
  window: Tab,
  way: Way,
): Promise<Row> {
  const expected = session.addon ? way.expect(scenario) : scenario.without
  try {
    const seen = await visitScenario(session, lab, scenario, window, way)
    return { scenario, seen, differences: findDifferences(expected, seen) }
  } catch (error) {
    return { scenario, seen: undefined, differences: [`the visit failed: ${String(error)}`] }
  }
}

// Promise.withResolvers came with Node 22.
function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: ((value: T) => void) | undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: (value) => settle?.(value) }
}
