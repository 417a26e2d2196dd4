import type { RemoteRecord } from '../../pki/remote-settings/changeset.ts'
import { RemoteError } from './cause.ts'
import { type FilterFile, parseFilterRecord } from './filter-file.ts'

export interface Selection {
  readonly channel: string
  /** Major version of the running Firefox. */
  readonly version: number
}

/** A full filter every 45 days and two deltas a day make 91. */
const MAX_FILTERS = 500

/**
 * The full filter and its deltas in their order. A channel may have several sets, each for Firefox from some version on
 * (as when the encoding changes): it is the newest that this Firefox would take. Throws a RemoteError.
 */
export function selectFilters(records: readonly RemoteRecord[], selection: Selection): readonly FilterFile[] {
  const ours = records.filter(({ channel }) => channel === selection.channel)
  if (ours.length === 0) throw new RemoteError('no-full-filter', `channel ${selection.channel} is empty`)
  const bounds = ours.map(leastVersion)
  const newest = Math.max(...bounds.filter((least) => least <= selection.version))
  const set = ours.filter((_, i) => bounds[i] === newest)
  if (set.length === 0) throw new RemoteError('unknown-version', 'all for other versions of Firefox')
  if (set.length > MAX_FILTERS) throw new RemoteError('too-large', `${set.length} filters`)
  return inOrder(set.map(parseFilterRecord))
}

/**
 * From an expression like
 * `env.version|versionCompare('133.!') >= 0 && 'default' == 'security.pki.crlite_channel'|preferenceValue('none')`,
 * where "133.!" is what comes before every 133. Whatever has no such bound is for all, unless it is about something
 * else that we cannot judge.
 */
function leastVersion({ filter_expression: expression }: RemoteRecord): number {
  if (expression === undefined || expression === null || expression === '') return 0
  const [, version] = (typeof expression === 'string' && VERSION_BOUND.exec(expression)) || []
  return version === undefined ? Infinity : Number(version)
}

const VERSION_BOUND = /env\.version\s*\|\s*versionCompare\('(\d{1,4})(?:\.!|\.0)?'\)\s*>=\s*0/

/** Firefox loads the deltas in any order, and whether or not one is missing. We do not say "good" over a gap. */
function inOrder(filters: readonly FilterFile[]): readonly FilterFile[] {
  const [full, ...others] = filters.filter(({ isFull }) => isFull)
  if (full === undefined) throw new RemoteError('no-full-filter', `${filters.length} deltas alone`)
  if (others.length > 0) throw new RemoteError('several-full-filters', `${others.length + 1} full filters`)
  const byParent = new Map(filters.flatMap((filter) => (filter.isFull ? [] : [[filter.parent, filter]])))
  const chain = [full]
  for (let next = byParent.get(full.id); next !== undefined; next = byParent.get(next.id)) {
    // Every filter has one place: a circle would come round to one that is there.
    if (chain.length === filters.length) break
    chain.push(next)
  }
  if (chain.length < filters.length) {
    throw new RemoteError('broken-chain-of-deltas', `${filters.length - chain.length} do not follow`)
  }
  return chain
}
