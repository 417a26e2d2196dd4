import { startLab } from '../../lab/lab.ts'
import type { Lab } from '../../lab/scenario.ts'
import { launchFirefox, type FirefoxSession } from '../../e2e/firefox/session.ts'
import { findScenario } from '../../e2e/stage.ts'
import type { Benchmark } from '../benchmark.ts'
import { figureOf, quantile } from '../figure.ts'
import { EXACT_TIMERS } from '../surroundings.ts'
import { buildTimedAddon } from './timed-addon.ts'
import type { Decision } from './timed-browser.ts'

const REQUESTS = 400
const WARM_UP = 50
/** Of a request over a certificate whose verdict stands, ms. */
const LIMIT_MS = 1

export const guard: Benchmark = {
  name: 'guard',
  title: 'a request over a certificate whose verdict stands',
  async run() {
    const decisions = await decideOften()
    const total = decisions.map((one) => one.total)
    const firefox = decisions.map((one) => one.browser)
    const own = decisions.map((one) => one.total - one.browser)
    const share = quantile(
      decisions.map((one) => 1 - one.browser / one.total),
      0.5,
    )
    const group = 'Firefox'
    const against = { name: 'getSecurityInfo', times: firefox }
    return {
      figures: [
        figureOf({ group, name: 'the listener, until its answer', times: total, limit: LIMIT_MS }),
        figureOf({ group, name: 'of it Firefox: getSecurityInfo', times: firefox }),
        figureOf({ group, name: 'of it the guard itself', times: own, against }),
      ],
      notes: [`The guard itself takes ${(100 * share).toFixed(1)} % of the time (median).`],
    }
  },
}

/** The decisions over a certificate that is known by then. */
async function decideOften(): Promise<readonly Decision[]> {
  const lab = await startLab({ port: 0 })
  try {
    const session = await launchFirefox({
      roots: lab.roots,
      names: lab.names,
      addon: await buildTimedAddon(),
      prefs: EXACT_TIMERS,
      // The decisions are kept in the memory of the event page.
      idleTimeout: 300_000,
    })
    try {
      return await visitOften(session, lab)
    } finally {
      await session.close()
    }
  } finally {
    await lab.close()
  }
}

async function visitOften(session: FirefoxSession, lab: Lab): Promise<readonly Decision[]> {
  // The first request is checked in earnest, and everything after it rests on its verdict.
  const { tab, outcome } = await session.visit(findScenario(lab, '01-ocsp.public').url)
  if (outcome !== 'opens') throw new Error(`the page did not open: ${outcome}`)
  const questions = lab.requests.length
  await tab.run(loadFrames, WARM_UP + REQUESTS)
  const page = await session.addon?.openPage('icons/verified.svg')
  const all = (await page?.run(readDecisions)) ?? []
  const decisions = all.filter(({ url }) => url.includes('?frame=')).slice(WARM_UP)
  const isKnown = decisions.every(({ asked, isHeld }) => asked === 1 && !isHeld)
  if (decisions.length !== REQUESTS || questions === 0 || lab.requests.length !== questions || !isKnown) {
    throw new Error('these were not requests over a known certificate')
  }
  return decisions
}

// The rest is sent to Firefox as text.

/** Loads the page into a frame of itself, again and again: for the guard a frame is a document like any other. */
async function loadFrames(count: number): Promise<void> {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  for (let n = 0; n < count; n++) {
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true })
      frame.src = `/?frame=${n}`
    })
  }
}

declare const browser: {
  readonly runtime: { getBackgroundPage(): Promise<{ readonly decisions: readonly Decision[] }> }
}

async function readDecisions(): Promise<readonly Decision[]> {
  return (await browser.runtime.getBackgroundPage()).decisions
}
