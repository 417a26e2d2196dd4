import type { Alone } from '../alone.ts'
import type { Status } from '../evidence.ts'

/** What was seen while the responder of a site was cut off. Times are ms since the epoch. */
export interface Observation {
  readonly at: number
  readonly alone: Alone
  /** Firefox asked the responder, and was cut off. */
  readonly wasAsked: boolean
  /** A request of our own to the responder did not get through either. */
  readonly isCutOff: boolean
  /** What was loaded came over a certificate with another responder than the one that was cut off. */
  readonly isAnother: boolean
  readonly certificate: DrilledCertificate
  /** When Firefox last asked about this certificate in a drill of this session. */
  readonly earlier: Asked | undefined
}

export interface DrilledCertificate {
  /** In full, milliseconds. */
  readonly lifetimeMs: number
  /** The scheme of the first responder that it names: Firefox asks no other. */
  readonly responder: 'http' | 'another-scheme' | undefined
  readonly mustStaple: boolean
  readonly isBuiltInRoot: boolean
  /** By our own data, which are the same that Firefox downloads. */
  readonly crlite: Status | undefined
}

export interface Asked {
  readonly at: number
  /** Whether it then refused the site. */
  readonly didRefuse: boolean
}

/** A certificate that must be valid for at least so long before Firefox asks about it (security.pki.cert_short_lifetime_in_days). */
export const SHORT_LIFETIME_MS = 10 * 86_400_000

/** How long Firefox remembers that a responder failed (OCSPCache, ServerFailureDelaySeconds). */
export const FAILURE_LASTS_MS = 5 * 60_000
