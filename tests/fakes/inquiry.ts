import { Cancellation } from '../../src/policy/cancellation.ts'
import { freshnessFor } from '../../src/policy/freshness.ts'
import type { Inquiry } from '../../src/policy/source.ts'

/** What a page asks at level `guard`. */
export function inquiryAt(now: number, more: Partial<Inquiry> = {}): Inquiry {
  return {
    now,
    freshness: freshnessFor('leaf', 'guard'),
    cancellation: new Cancellation(),
    isPrivate: false,
    renew: false,
    isBackground: false,
    ...more,
  }
}
