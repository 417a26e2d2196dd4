import type { Cause } from './cause.ts'
import type { ExceptionDuration } from './settings.ts'
import type { VerdictKind } from './verdict.ts'

/** "Continue anyway": the user's word for exactly one host, certificate and cause. */
export interface Exception {
  readonly id: string
  readonly host: string
  /** SHA-256 of the leaf, lower-case hex. */
  readonly fingerprint: string
  readonly verdict: VerdictKind
  readonly cause?: Cause
  readonly duration: ExceptionDuration
  readonly createdAt: number
  /** Undefined where only the session or the certificate ends it. */
  readonly until?: number
  readonly isPrivate: boolean
}
