import type { Bytes } from '../../../src/pki/bytes.ts'
import { buildFilter } from './build-filter.ts'
import { encodeFilter, type FilterVersion } from './encode-filter.ts'
import { deltaPlan, type FilterPlan } from './plan.ts'

/** A filter that says exactly what is planned, as CRLite publishes them. */
export function fullFilter(plan: FilterPlan, version: FilterVersion): Bytes {
  return encodeFilter(buildFilter(plan), version)
}

/** What has been revoked from `before` to `after`, over all that is known after. */
export function deltaFilter(before: FilterPlan, after: FilterPlan, version: FilterVersion): Bytes {
  return fullFilter(deltaPlan(before, after), version)
}
