import type { DocumentEntry } from './document-store.ts'

/** How much the store may hold, over all sources. */
export interface StoreBounds {
  readonly bytes: number
  readonly documents: number
}

/** Which documents have to go so that the rest is within bounds: what has ended first, then what was not needed for longest. */
export function leastUseful(
  entries: readonly DocumentEntry[],
  bounds: StoreBounds,
  now: number,
): readonly string[] {
  const rank = ({ until, usedAt }: DocumentEntry) => (until <= now ? until - now : usedAt)
  const inOrder = entries.toSorted((a, b) => rank(a) - rank(b))
  let bytes = sizeOf(entries)
  const mustGo = inOrder.findIndex((entry, gone) => {
    if (bytes <= bounds.bytes && entries.length - gone <= bounds.documents) return true
    bytes -= entry.size
    return false
  })
  return inOrder.slice(0, mustGo < 0 ? undefined : mustGo).map(({ key }) => key)
}

export function sizeOf(entries: readonly DocumentEntry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0)
}
