import type { DocumentCause } from '../pki/statement.ts'

/** Why a source could not say good or revoked. Each has a text for the user, most have a cure. */
export type Cause =
  | DocumentCause
  /** The certificate names no place to ask. */
  | 'no-pointer'
  /** The place to ask is one that a certificate may not send us to (scheme, credentials, private address). */
  | 'url-refused'
  | 'dns-failed'
  | 'responder-unreachable'
  | 'responder-timeout'
  | 'too-many-redirects'
  | 'http-error'
  /** Something that is no answer at all, as HTML from a captive portal. */
  | 'not-a-response'
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
