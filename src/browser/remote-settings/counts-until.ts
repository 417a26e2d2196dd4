import { freshnessFor, OFFLINE_MAX_AGE_MS } from '../../policy/freshness.ts'
import type { Level } from '../../policy/settings.ts'
import type { CollectionName } from './config.ts'
import type { CollectionState } from './remote-state.ts'

/**
 * Until when a collection vouches for anybody, milliseconds since the epoch; undefined where it is not there. That a
 * certificate is listed in OneCRL counts beyond it.
 */
export function countsUntil(
  name: CollectionName,
  { inForce, lastSuccess = 0 }: CollectionState,
  level: Level,
): number | undefined {
  if (inForce === undefined) return undefined
  switch (name) {
    case 'onecrl':
      // It changes every few weeks: what counts is how long ago it was last compared.
      return lastSuccess + OFFLINE_MAX_AGE_MS
    case 'cert-revocations': {
      const { timestamp, effectiveTimestamp = timestamp } = inForce
      return effectiveTimestamp + Math.min(freshnessFor('leaf', level).maxAge, OFFLINE_MAX_AGE_MS)
    }
  }
}
