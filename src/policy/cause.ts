import type { DocumentCause } from '../pki/statement.ts'

/** Why a source could not say good or revoked. Each has a text for the user, most have a cure. */
export type Cause =
  | DocumentCause
  /** The certificate names no place to ask. */
  | 'no-pointer'
  /** The place to ask is one that a certificate may not send us to (scheme, credentials, private address). */
  | 'url-refused'
  | 'dns-failed'
  /** Its name leads to no machine, or to our own or one of our own network: what DNS filters answer. */
  | 'dns-filtered'
  | 'responder-unreachable'
  | 'responder-timeout'
  /** An answer was on its way, and too much of it was still missing when the time was up. */
  | 'too-slow'
  | 'too-many-redirects'
  | 'http-error'
  /** Something that is no answer at all, HTML for the most part. */
  | 'not-a-response'
  /** Firefox itself has found that the network lets nobody through who has not signed in. */
  | 'captive-portal'
  /** The proxy that Firefox is set to use. */
  | 'proxy-failed'
  | 'proxy-login'
  | 'https-only-mode'
  /** The site itself could not be reached to see its certificate before something is sent to it. */
  | 'site-unreachable'
  | 'offline'
  /** CRLite and OneCRL. */
  | 'not-covered'
  | 'not-enrolled'
  | 'filter-stale'
  /** They have not been downloaded yet. */
  | 'no-data'
  /** Our own fault: a source threw, a message was lost. Counts like any other unknown. */
  | 'internal-fault'
