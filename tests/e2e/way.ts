import type { Expectation, Lab, Scenario } from '../lab/scenario.ts'
import { KEPT, pathAwayTo } from '../lab/servers/site-parts.ts'
import type { FirefoxSession } from './firefox/session.ts'
import type { Tab } from './firefox/tab.ts'
import { findScenario } from './stage.ts'

/** A way in which a scenario's page can arrive. */
export interface Way {
  readonly openWindow: (session: FirefoxSession) => Promise<Tab>
  /** The address that leads there. */
  readonly addressOf: (scenario: Scenario) => string
  /** With the add-on. */
  readonly expect: (scenario: Scenario) => Expectation
  /** The page stands there before anybody can know of it; what is held is covered then. */
  readonly isCovered?: true
}

export const STRAIGHT: Way = {
  openWindow: (session) => session.openWindow(),
  addressOf: ({ url }) => url,
  expect: ({ withAddon }) => withAddon,
}

export const IN_PRIVATE_WINDOW: Way = {
  ...STRAIGHT,
  openWindow: (session) => session.openPrivateWindow(),
}

export const IN_CONTAINER: Way = {
  ...STRAIGHT,
  openWindow: (session) => session.openContainerWindow(),
}

/** A host that is verified sends the browser on. */
export function redirected(lab: Lab): Way {
  const good = findScenario(lab, '19-good.public')
  return { ...STRAIGHT, addressOf: ({ url }) => new URL(pathAwayTo(url), good.url).href }
}

/** The same page, since it was last seen in order: `see-before.ts` has to have been done. */
export function fromCache(lab: Lab): Way {
  return { ...STRAIGHT, addressOf: at(KEPT), expect: expectWithoutFirefox(lab) }
}

/** Below it a service worker fetches every page from the site. */
export const PASSED = '/passed/'

export function throughWorker(lab: Lab): Way {
  const expected = expectWithoutFirefox(lab)
  return {
    ...STRAIGHT,
    addressOf: at(PASSED),
    // Nobody can know that what a worker waits for will be a page: it waits until the check ends, and Firefox then asks anew.
    expect: (scenario) => withoutLimit(expected(scenario)),
  }
}

/** Below it a service worker answers by itself. */
export const ANSWERED = '/answered/'

export const ANSWERED_BY_WORKER: Way = {
  ...STRAIGHT,
  addressOf: at(ANSWERED),
  // Firefox refuses our connection too, and does not say why: it may be the log-in page of a captive portal.
  expect: ({ withAddon }) => (isRefusedForNow(withAddon) ? { outcome: 'opens' } : withoutLimit(withAddon)),
  isCovered: true,
}

function at(path: string) {
  return ({ url }: Scenario) => new URL(path, url).href
}

/**
 * Firefox has seen the site in order, and looks no further: it has the page, or resumes the session, and remembers what
 * the responder has said. So it falls to the add-on, as it does under a built-in root.
 */
function expectWithoutFirefox(lab: Lab) {
  return ({ id, withAddon }: Scenario): Expectation => {
    if (!isRefusedForNow(withAddon)) return withAddon
    const sibling = findScenario(lab, id.replace('.private', '.public')).withAddon
    return isRefusedForNow(sibling) ? REVOKED : sibling
  }
}

/** By a staple that both kinds of CA give. */
const REVOKED: Expectation = {
  outcome: 'interstitial',
  verdict: 'revoked',
  sources: ['ocsp'],
  certificate: 0,
}

/** What lacks the staple that it must have, Firefox has never shown. */
function isRefusedForNow({ outcome, error }: Expectation): boolean {
  return outcome === 'firefox-error' && error !== 'MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING'
}

function withoutLimit(expectation: Expectation): Expectation {
  const { within: _, ...rest } = expectation
  return rest
}
