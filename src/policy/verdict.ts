import type { Cause } from './cause.ts'
import type { SourceId } from './evidence.ts'

export type VerdictKind = 'verified' | 'revoked' | 'exempt' | 'unverified' | 'unverifiable' | 'overridden'

/** The answer for a connection. Times are milliseconds since the epoch. */
export interface Verdict {
  readonly kind: VerdictKind
  /** Index into the chain (0 = leaf) of the certificate that the verdict rests on. */
  readonly certificate: number
  /** The source that settled it, where one did. */
  readonly source?: SourceId
  /** Why nobody vouched: for `unverified` and `unverifiable`. */
  readonly cause?: Cause
  readonly decidedAt: number
  /** The moment from which it must be decided anew. */
  readonly until: number
}
