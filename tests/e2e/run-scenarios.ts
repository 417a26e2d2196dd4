import type { Lab, Scenario } from '../lab/scenario.ts'
import { findDifferences } from './compare.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { visitScenario, type Sighting } from './visit-scenario.ts'

export interface Row {
  readonly scenario: Scenario
  /** Undefined where the visit itself failed. */
  readonly seen: Sighting | undefined
  /** None where all is as expected. */
  readonly differences: readonly string[]
}

// Scenarios share no host, so several can run side by side; each in a window, since pages in the background behave otherwise.
const WINDOWS = 4

/** Plays all scenarios and gives each one's row, in their order, as soon as it is there. Expects what suits the session. */
export async function runScenarios(
  session: FirefoxSession,
  lab: Lab,
  scenarios: readonly Scenario[],
): Promise<ReadonlyMap<string, Promise<Row>>> {
  await session.addon?.untilOfflineData()
  lab.reset()
  const jobs = scenarios.map((scenario) => ({ scenario, ...withResolvers<Row>() }))
  const rows = new Map(jobs.map(({ scenario, promise }) => [scenario.id, promise]))
  const windows = await Promise.all(Array.from({ length: WINDOWS }, () => session.openWindow()))
  const work = async (queue: typeof jobs, window: Tab) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      next.resolve(await play(session, lab, next.scenario, window))
    }
  }
  // Of an overridden certificate nobody may be asked, nor the list about its CA, of which every other scenario asks.
  const together = jobs.filter(({ scenario }) => scenario.override !== true)
  const apart = jobs.filter(({ scenario }) => scenario.override === true)
  const playAll = (queue: typeof jobs) => Promise.all(windows.map((window) => work(queue, window)))
  void playAll(together).then(() => playAll(apart))
  return rows
}

async function play(session: FirefoxSession, lab: Lab, scenario: Scenario, window: Tab): Promise<Row> {
  const expected = session.addon ? scenario.withAddon : scenario.without
  try {
    const seen = await visitScenario(session, lab, scenario, window)
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
