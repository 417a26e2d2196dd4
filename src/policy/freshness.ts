import type { Freshness } from '../pki/statement.ts'
import type { Level } from './settings.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** How old OneCRL and CRLite may be, ms: as in Firefox (cert_storage, is_crlite_fresh). */
export const OFFLINE_MAX_AGE_MS = 10 * DAY

/**
 * How old evidence may be. Leaves: 10 days, as the Baseline Requirements (§4.9.7, §4.9.10) allow at most; 7 in
 * `lockdown`. CRLs over CA certificates may live for a year (§4.9.7), there `nextUpdate` rules.
 */
export function freshnessFor(role: 'leaf' | 'intermediate', level: Level): Freshness {
  const leafAge = level === 'lockdown' ? 7 * DAY : 10 * DAY
  return {
    skew: 5 * MINUTE,
    maxAge: role === 'leaf' ? leafAge : 400 * DAY,
    withoutNextUpdate: DAY,
  }
}
