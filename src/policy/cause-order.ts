import type { Cause } from './cause.ts'
import type { Evidence } from './evidence.ts'

/**
 * Which of several causes tells most. First what explains all the others, then what smells of an attack or of a CA's
 * mistake, then what an attacker in the middle brings about most easily, last what is merely absent.
 */
const MOST_TELLING_FIRST: readonly Cause[] = [
  'offline',
  'captive-portal',
  'https-only-mode',
  'site-unreachable',
  'proxy-login',
  'proxy-failed',
  'bad-signature',
  'responder-not-authorized',
  'wrong-issuer',
  'wrong-certificate',
  'unknown-to-ca',
  'weak-signature',
  'expired',
  'not-yet-valid',
  'not-a-response',
  'malformed',
  'too-large',
  'unsupported',
  'url-refused',
  'too-many-redirects',
  'unauthorized',
  'try-later',
  'internal-error',
  'malformed-request',
  'signature-required',
  'http-error',
  'dns-filtered',
  'too-slow',
  'responder-unreachable',
  'dns-failed',
  'responder-timeout',
  'out-of-scope',
  'internal-fault',
  'filter-stale',
  'no-data',
  'no-pointer',
  'not-covered',
  'not-enrolled',
]

/** The cause to name first; undefined where nothing says why. What the network says tells more than what was stored. */
export function mostTelling(evidence: readonly Evidence[]): Cause | undefined {
  const fresh = causes(evidence.filter((one) => one.obtained !== 'stored'))
  const stored = causes(evidence.filter((one) => one.obtained === 'stored'))
  return (
    MOST_TELLING_FIRST.find((cause) => cause !== 'no-pointer' && fresh.has(cause)) ??
    MOST_TELLING_FIRST.find((cause) => stored.has(cause) || fresh.has(cause))
  )
}

function causes(evidence: readonly Evidence[]): ReadonlySet<Cause> {
  return new Set(evidence.flatMap(({ status }) => (status.kind === 'unknown' ? [status.cause] : [])))
}
