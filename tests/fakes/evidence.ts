import type { Cause } from '../../src/policy/cause.ts'
import type { Evidence, SourceId } from '../../src/policy/evidence.ts'

const NOW = Date.UTC(2026, 10, 22)
const DAY = 86_400_000

const common = {
  obtained: 'network',
  at: NOW,
  tookMs: 5,
  thisUpdate: NOW - DAY,
  nextUpdate: NOW + DAY,
  until: NOW + DAY,
} as const

export function good(source: SourceId = 'ocsp', more: Partial<Evidence> = {}): Evidence {
  return { source, status: { kind: 'good' }, ...common, ...more }
}

export function revoked(source: SourceId = 'ocsp', more: Partial<Evidence> = {}): Evidence {
  return { source, status: { kind: 'revoked', at: NOW - DAY, reason: 'key-compromise' }, ...common, ...more }
}

export function unknown(cause: Cause, source: SourceId = 'ocsp', more: Partial<Evidence> = {}): Evidence {
  return { source, status: { kind: 'unknown', cause }, obtained: 'network', at: NOW, tookMs: 5, ...more }
}
