import { launchFirefox, type FirefoxSession } from '../../e2e/firefox/session.ts'
import type { Prefs } from '../../e2e/firefox/prefs.ts'
import type { Tab } from '../../e2e/firefox/tab.ts'
import { findScenario } from '../../e2e/stage.ts'
import { startLab } from '../../lab/lab.ts'
import type { Lab } from '../../lab/scenario.ts'
import { AS_WITH_A_USER } from '../surroundings.ts'
import { buildTimedAddon } from './timed-addon.ts'
import type { Decision } from './timed-browser.ts'

const ROUNDS = 300
const WARM_UP = 30

const KINDS = ['pages', 'frames'] as const
type Kind = (typeof KINDS)[number]

export interface Decided {
  readonly kind: Kind
  readonly decisions: readonly Decision[]
}

/** The decisions over a certificate that is known by then, one at a time. */
export async function decideOften(): Promise<readonly Decided[]> {
  const lab = await startLab({ port: 0 })
  try {
    const session = await launchFirefox({
      roots: lab.roots,
      names: lab.names,
      addon: await buildTimedAddon(),
      prefs: { ...AS_WITH_A_USER, ...BUSY_IN_BACKGROUND },
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

async function visitOften(session: FirefoxSession, lab: Lab): Promise<readonly Decided[]> {
  const { url } = findScenario(lab, '01-ocsp.public')
  // The first request is checked in earnest, and everything after it rests on its verdict.
  const { tab, outcome } = await session.visit(url)
  const asked = lab.requests.length
  if (outcome !== 'opens' || asked === 0) throw new Error(`the page was not checked: ${outcome}`)
  for (const kind of KINDS) await openOften(tab, kind)
  if (lab.requests.length !== asked) throw new Error('the certificate was checked again')

  const desk = await session.addon?.openPage('icons/verified.svg')
  const all = (await desk?.run(readDecisions)) ?? []
  return KINDS.map((kind) => {
    const ofKind = all.filter((decision) => decision.url.includes(`?${kind}=`)).slice(WARM_UP)
    const isKnown = ofKind.every(({ asked, isHeld }) => asked === 1 && !isHeld)
    if (ofKind.length !== ROUNDS || !isKnown)
      throw new Error(`these were not ${kind} over a known certificate`)
    return { kind, decisions: ofKind }
  })
}

// In portions, each well within the time that the driver gives a call.
async function openOften(tab: Tab, kind: Kind): Promise<void> {
  for (let n = 0; n < WARM_UP + ROUNDS; n += PORTION) await tab.run(open, kind, n, PORTION)
}

const PORTION = 30

/** A page may open a tab without having been clicked, and stay as quick behind it as it was in front. */
const BUSY_IN_BACKGROUND: Prefs = {
  'dom.disable_open_during_load': false,
  'dom.min_background_timeout_value_without_budget_throttling': 4,
}

// The rest is sent to Firefox as text.

/** Opens the site in a tab, or in a frame, again and again, with a rest in between for whatever a load leaves to do. */
async function open(kind: Kind, from: number, count: number): Promise<void> {
  const opened = kind === 'pages' ? window.open('about:blank', kind) : document.querySelector('iframe')
  const frame = opened ?? document.body.appendChild(document.createElement('iframe'))
  const view = frame instanceof HTMLIFrameElement ? frame.contentWindow : frame
  if (view === null) throw new Error('there is nothing to open it in')
  for (let n = from; n < from + count; n++) {
    const { href } = new URL(`/?${kind}=${n}`, location.href)
    const isThere = () => view.location.href === href && view.document.readyState === 'complete'
    view.location.href = href
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

declare const browser: {
  readonly runtime: { getBackgroundPage(): Promise<{ readonly decisions: readonly Decision[] }> }
}

async function readDecisions(): Promise<readonly Decision[]> {
  return (await browser.runtime.getBackgroundPage()).decisions
}
