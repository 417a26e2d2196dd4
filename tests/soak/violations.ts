import { quantile } from '../bench/figure.ts'
import type { SoakPlan, SoakResult } from './soak.ts'

/** The add-on's own, and what Firefox gives `storage.session`. */
const MOST = {
  documents: 5_000,
  documentBytes: 256 * 2 ** 20,
  sessionBytes: 10 * 2 ** 20,
  localBytes: 2 ** 20,
}
const MOST_GROWTH = 1.2
/** Of the medians: other work on the machine is in them, too. */
const MOST_SLOWDOWN = 1.5

/** What a soak must not come to; nothing where all is well. */
export function violations({ tenths, wrong, awake }: SoakResult, { share }: SoakPlan): readonly string[] {
  const [first, last] = [tenths[0], tenths.at(-1)]
  if (first === undefined || last === undefined) return ['nothing was measured']
  const found = wrong.map((host) => `decided wrongly about ${host}`)
  if (awake !== 0) found.push(`${awake} decisions still keep the event page awake`)
  for (const kind of ['documents', 'documentBytes', 'sessionBytes', 'localBytes'] as const) {
    const most = Math.max(...tenths.map((tenth) => tenth[kind]))
    // Settings and incidents are of no such number that it would pay to have fewer.
    const bound = kind === 'localBytes' ? MOST[kind] : MOST[kind] * share
    if (most > bound) found.push(`${kind}: ${most} of ${bound}`)
  }
  const growth = last.heapBytes / first.heapBytes
  if (!(growth <= MOST_GROWTH)) found.push(`memory grew to ${growth.toFixed(2)} × that after the first tenth`)
  for (const kind of ['known', 'checked'] as const) {
    const slowdown = quantile(last[kind], 0.5) / quantile(first[kind], 0.5)
    if (!(slowdown <= MOST_SLOWDOWN))
      found.push(`${kind}: takes ${slowdown.toFixed(2)} × the time of the first`)
  }
  return found
}
