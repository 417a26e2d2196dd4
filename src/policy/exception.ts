import type { Cause } from './cause.ts'
import type { ExceptionDuration } from './settings.ts'
import { isOneOf } from './shape.ts'
import type { Verdict, VerdictKind } from './verdict.ts'

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

/** What is about to be held back. */
export interface Occasion {
  readonly host: string
  readonly fingerprint: string
  readonly verdict: Pick<Verdict, 'kind' | 'cause'>
  readonly isPrivate: boolean
}

const HOUR = 3_600_000

export const isDuration = isOneOf<ExceptionDuration>({ hour: true, session: true, certificate: true })

export function isExcepted(exceptions: readonly Exception[], occasion: Occasion, now: number): boolean {
  return exceptions.some((exception) => isInForce(exception, now) && covers(exception, occasion))
}

/** The exception that the user grants; `id` is any unused name for it. */
export function grantException(
  occasion: Occasion,
  { id, duration, now }: { id: string; duration: ExceptionDuration; now: number },
): Exception {
  const { kind, cause } = occasion.verdict
  return {
    id,
    host: occasion.host,
    fingerprint: occasion.fingerprint,
    verdict: kind,
    ...(cause === undefined ? {} : { cause }),
    ...termOf(duration, now),
    isPrivate: occasion.isPrivate,
  }
}

/** The same for another time, which begins now. */
export function renewException(exception: Exception, duration: ExceptionDuration, now: number): Exception {
  const { until: _, ...same } = exception
  return { ...same, ...termOf(duration, now) }
}

function termOf(
  duration: ExceptionDuration,
  now: number,
): Pick<Exception, 'duration' | 'createdAt' | 'until'> {
  return { duration, createdAt: now, ...(duration === 'hour' && { until: now + HOUR }) }
}

/** A clock set back must not lengthen an exception. */
export function isInForce({ createdAt, until }: Exception, now: number): boolean {
  return until === undefined || (now >= createdAt && now < until)
}

function covers(exception: Exception, { host, fingerprint, verdict, isPrivate }: Occasion): boolean {
  return (
    exception.host === host &&
    exception.fingerprint === fingerprint &&
    exception.verdict === verdict.kind &&
    exception.cause === verdict.cause &&
    exception.isPrivate === isPrivate
  )
}
