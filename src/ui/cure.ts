import type { Cause } from '../policy/cause.ts'

/** What can be done about a cause; each has its text. */
export type Cure =
  | 'wait'
  | 'network'
  | 'portal'
  | 'proxy'
  | 'dns-filter'
  | 'slow'
  | 'https-only'
  | 'clock'
  | 'online'
  | 'operator'
  | 'tampering'
  | 'another-source'
  | 'ours'

const CURES: Readonly<Record<Cause, Cure>> = {
  malformed: 'operator',
  'too-large': 'operator',
  unsupported: 'operator',
  'malformed-request': 'operator',
  'internal-error': 'wait',
  'try-later': 'wait',
  'signature-required': 'operator',
  unauthorized: 'operator',
  'wrong-certificate': 'operator',
  'wrong-issuer': 'tampering',
  'out-of-scope': 'operator',
  'responder-not-authorized': 'tampering',
  'weak-signature': 'operator',
  'bad-signature': 'tampering',
  'not-yet-valid': 'clock',
  expired: 'clock',
  'unknown-to-ca': 'operator',
  'no-pointer': 'operator',
  'url-refused': 'operator',
  'dns-failed': 'network',
  'dns-filtered': 'dns-filter',
  'responder-unreachable': 'network',
  'responder-timeout': 'network',
  'too-slow': 'slow',
  'too-many-redirects': 'operator',
  'http-error': 'wait',
  'not-a-response': 'portal',
  'captive-portal': 'portal',
  'proxy-failed': 'proxy',
  'proxy-login': 'proxy',
  'https-only-mode': 'https-only',
  'site-unreachable': 'network',
  offline: 'online',
  'not-covered': 'another-source',
  'not-enrolled': 'another-source',
  'filter-stale': 'another-source',
  'no-data': 'another-source',
  'internal-fault': 'ours',
}

export function cureOf(cause: Cause): Cure {
  return CURES[cause]
}
