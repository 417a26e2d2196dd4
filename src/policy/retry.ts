import type { Cause } from './cause.ts'
import type { Verdict } from './verdict.ts'

/** Whether asking again, without anyone having done anything here, may bring another answer. */
const MAY_PASS: Readonly<Record<Cause, boolean>> = {
  malformed: false,
  'too-large': false,
  unsupported: false,
  'malformed-request': false,
  'internal-error': true,
  'try-later': true,
  'signature-required': false,
  unauthorized: false,
  'wrong-certificate': false,
  'wrong-issuer': true,
  'out-of-scope': false,
  'responder-not-authorized': true,
  'weak-signature': false,
  'bad-signature': true,
  'not-yet-valid': true,
  expired: true,
  'unknown-to-ca': false,
  'no-pointer': false,
  'url-refused': false,
  'dns-failed': true,
  'dns-filtered': true,
  'responder-unreachable': true,
  'responder-timeout': true,
  'too-slow': true,
  'too-many-redirects': false,
  'http-error': true,
  'not-a-response': true,
  'captive-portal': true,
  'proxy-failed': true,
  'proxy-login': true,
  'https-only-mode': true,
  'site-unreachable': true,
  offline: true,
  'not-covered': false,
  'not-enrolled': false,
  'filter-stale': false,
  'no-data': false,
  'internal-fault': true,
}

/** Whether what a verdict holds back is tried again without the user. Nothing that waiting brings undoes a revocation. */
export function retriesByItself(verdict: Pick<Verdict, 'kind' | 'cause'>): boolean {
  return verdict.kind === 'unverified' && (verdict.cause === undefined || MAY_PASS[verdict.cause])
}

const FIRST_MS = 15_000
const LONGEST_MS = 5 * 60_000
/** So much earlier or later: browsers that lost a CA at the same moment are not to come back at the same moment. */
const SPREAD = 0.2

/** How long after an attempt the next is due, ms: 15 s, 30 s, 1 min … 5 min. `chance` is at least 0 and less than 1. */
export function retryDelay(attempts: number, chance: number): number {
  const delay = Math.min(FIRST_MS * 2 ** attempts, LONGEST_MS)
  return Math.round(delay * (1 - SPREAD + 2 * SPREAD * chance))
}
