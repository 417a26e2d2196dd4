import 'fake-indexeddb/auto'
import { soak as liveAWeek, type SoakPlan, type Tenth } from '../../soak/soak.ts'
import { violations } from '../../soak/violations.ts'
import type { Benchmark } from '../benchmark.ts'
import { figureOf, type Figure } from '../figure.ts'

const PLAN: SoakPlan = { hosts: 10_000, requests: 100_000, share: 1 }
const MB = 1_000_000

export const soak: Benchmark = {
  name: 'soak',
  title: 'a week of use: 100,000 requests to 10,000 hosts',
  async run() {
    const result = await liveAWeek(PLAN)
    const wrong = violations(result, PLAN)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
    const [first, last] = [result.tenths[0], result.tenths.at(-1)]
    if (first === undefined || last === undefined) throw new Error('nothing was measured')
    return { figures: figuresOf(first, last), notes: [result.tenths.map(lineOf).join('\n')] }
  },
}

function figuresOf(first: Tenth, last: Tenth): readonly Figure[] {
  const against = 'the first tenth'
  const heap = { group: 'Memory', name: 'heap after the last tenth', unit: 'MB' } as const
  return [
    ...(['known', 'checked'] as const).map((kind) =>
      figureOf({
        group: 'A decision in the last tenth',
        name: kind === 'known' ? 'over a standing verdict' : 'with a check',
        times: last[kind],
        against: { name: against, times: first[kind] },
      }),
    ),
    figureOf({
      ...heap,
      times: [last.heapBytes / MB],
      against: { name: against, times: [first.heapBytes / MB] },
    }),
  ]
}

function lineOf(tenth: Tenth, n: number): string {
  const { documents, documentBytes, sessionBytes, localBytes, heapBytes } = tenth
  const sizes = [documentBytes, sessionBytes, localBytes, heapBytes].map((bytes) => (bytes / MB).toFixed(1))
  const [stored, session, local, heap] = sizes
  return `Tenth ${n + 1}: ${documents} documents of ${stored} MB, session ${session} MB, local ${local} MB, heap ${heap} MB.`
}
