import type { Benchmark } from '../benchmark.ts'
import { figureOf, quantile, type Figure } from '../figure.ts'
import { live, type LifePlan, type Tenth } from './life.ts'

/**
 * As many as some minutes have room for, and enough of them that the tables in memory are about full after a tenth. More
 * of both, in simulated time and without Firefox, are in `soak`.
 */
const PLAN: LifePlan = { hosts: 2_500, requests: 30_000 }
const MB = 1_000_000

/** The add-on's own bounds, and what Firefox gives `storage.session`. */
const MOST = { documents: 5_000, documentBytes: 256 * 2 ** 20, sessionBytes: 10 * 2 ** 20 }

export const soakInFirefox: Benchmark = {
  name: 'soak-in-firefox',
  title: `${PLAN.requests} requests to ${PLAN.hosts} hosts, in a Firefox`,
  async run() {
    const tenths = await live(PLAN)
    const [first, last] = [tenths[0], tenths.at(-1)]
    if (first === undefined || last === undefined) throw new Error('nothing was measured')
    for (const kind of ['documents', 'documentBytes', 'sessionBytes'] as const) {
      const most = Math.max(...tenths.map((tenth) => tenth[kind]))
      if (!(most <= MOST[kind])) throw new Error(`${kind}: ${most} of ${MOST[kind]}`)
    }
    return { figures: figuresOf(first, last), notes: [tenths.map(lineOf).join('\n')] }
  },
}

function figuresOf(first: Tenth, last: Tenth): readonly Figure[] {
  const growth = { group: 'The last tenth by the first', unit: '×' } as const
  const own = 'the guard itself, over a standing verdict'
  return [
    figureOf({
      ...growth,
      name: "memory of the add-on's process",
      times: [last.memoryBytes / first.memoryBytes],
      limits: [{ of: 'median', value: 1.2 }],
    }),
    figureOf({
      ...growth,
      name: own,
      times: [quantile(last.ownMs, 0.5) / quantile(first.ownMs, 0.5)],
      // Other work on the machine is in it, too.
      limits: [{ of: 'median', value: 1.5 }],
    }),
    ...[first, last].map((tenth) =>
      figureOf({
        group: 'One request over a known certificate',
        name: `${own}, in the ${tenth === first ? 'first' : 'last'} tenth`,
        times: tenth.ownMs,
      }),
    ),
  ]
}

function lineOf({ memoryBytes, documents, documentBytes, sessionBytes, met }: Tenth, n: number): string {
  const [memory, stored, session] = [memoryBytes, documentBytes, sessionBytes].map((bytes) =>
    (bytes / MB).toFixed(1),
  )
  return `Tenth ${n + 1}: ${met} hosts met; ${documents} documents of ${stored} MB, session ${session} MB, process ${memory} MB.`
}
