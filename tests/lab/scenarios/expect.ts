import type { Cause } from '../../../src/policy/cause.ts'
import type { SourceId } from '../../../src/policy/evidence.ts'
import type { CaKind, Expectation } from '../scenario.ts'
import type { Outcomes } from './variant.ts'

/** Firefox alone shows the page; so does Hardfail, on the word of one of these sources. */
export function verified(...sources: readonly SourceId[]): Outcomes {
  return { withAddon: { outcome: 'opens', verdict: 'verified', sources, certificate: 0 }, without: OPENS }
}

/** Firefox alone shows the page; Hardfail knows that a certificate of the chain is revoked. */
export function revoked(sources: readonly SourceId[], certificate = 0): Outcomes {
  return { withAddon: { outcome: 'interstitial', verdict: 'revoked', sources, certificate }, without: OPENS }
}

/** Firefox alone shows the page; Hardfail does not, since nobody vouched. */
export function unverified(cause: Cause, within?: number): Outcomes {
  const slow = within === undefined ? {} : { within }
  const withAddon: Expectation = {
    outcome: 'interstitial',
    verdict: 'unverified',
    cause,
    certificate: 0,
    ...slow,
  }
  return { withAddon, without: OPENS }
}

/** Firefox refuses by itself, so that there is nothing left to decide. */
export function refused(error: string): Outcomes {
  return { withAddon: { outcome: 'firefox-error', error }, without: { outcome: 'firefox-error', error } }
}

/** Both show the page, with a verdict that is not `verified`. */
export function tolerated(expectation: Omit<Expectation, 'outcome' | 'certificate'>): Outcomes {
  return { withAddon: { outcome: 'opens', certificate: 0, ...expectation }, without: OPENS }
}

/** Under a root that is not built in, Firefox asks the responder too. */
export function byKind(publicKind: Outcomes, privateKind: Outcomes): Readonly<Record<CaKind, Outcomes>> {
  return { public: publicKind, private: privateKind }
}

const OPENS: Expectation = { outcome: 'opens' }
