import type { CheckContext } from '../../../src/pki/statement.ts'
import { day, now } from './certificate.ts'

/** The freshness that leaves are held to. */
export function context(changes: Partial<CheckContext> = {}): CheckContext {
  const freshness = { skew: 300_000, maxAge: 10 * day, withoutNextUpdate: day }
  return { now, freshness, crypto: crypto.subtle, ...changes }
}
