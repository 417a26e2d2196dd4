import type { Cause } from '../../policy/cause.ts'

/** Why one of our own requests came to nothing. */
export interface Failure {
  readonly cause: Cause
  readonly detail?: string
}

/** What Firefox's names for a failed request mean. */
const CAUSE_OF_ERROR: Readonly<Record<string, Cause>> = {
  NS_ERROR_UNKNOWN_HOST: 'dns-failed',
  NS_ERROR_OFFLINE: 'offline',
  NS_ERROR_NET_TIMEOUT: 'responder-timeout',
  NS_ERROR_REDIRECT_LOOP: 'too-many-redirects',
  NS_ERROR_DOM_BAD_URI: 'url-refused',
  NS_ERROR_UNKNOWN_PROXY_HOST: 'proxy-failed',
  // Also after a 407 that nobody has a password for; that has been seen by then.
  NS_ERROR_PROXY_CONNECTION_REFUSED: 'proxy-failed',
}

/** Whatever is not listed counts as unreachable. */
export function failureOf(error: string): Failure {
  return { cause: CAUSE_OF_ERROR[error] ?? 'responder-unreachable', detail: error }
}
