import { fileURLToPath } from 'node:url'
import type { Benchmark } from '../benchmark.ts'
import { measureInFirefox, measureInNode, type Course } from '../course.ts'
import { figureOf, type Figure, type Timed } from '../figure.ts'
import { type Contest, measure, type Times } from './contest.ts'
import { measureMemory } from './memory.ts'

/** Of a full filter and its deltas, and of one certificate, in Firefox; ms. */
const OPEN_LIMIT_MS = 50
const ASK_LIMIT_MS = 0.2
/** Half a day each: a new full filter comes after 45. */
const DELTAS = 90

export const crlite: Benchmark = {
  name: 'crlite',
  title: `a full CRLite filter and ${DELTAS} deltas`,
  async run() {
    // Before there is anything else that could be given back meanwhile.
    const memory = CONTESTS.map(memoryNote)
    const inFirefox = await measureInFirefox(COURSE, CONTESTS)
    const inNode = await measureInNode(COURSE, CONTESTS)
    return {
      figures: [...figuresOf('Firefox', inFirefox), ...figuresOf('Node', inNode)],
      notes: ['The filters are of random bits, in the shape of real ones.', ...memory],
    }
  },
}

const COURSE: Course<Contest, Times> = {
  module: fileURLToPath(new URL('contest.ts', import.meta.url)),
  measure,
}

const CONTESTS: readonly Contest[] = ([3, 4] as const).map((version) => ({
  version,
  deltas: DELTAS,
  rounds: 20,
  certificates: 1000,
}))

const atMost = (value: number) => ({ limit: { of: 'median', value } as const })

function figuresOf(place: 'Firefox' | 'Node', outcomes: readonly Times[]): readonly Figure[] {
  const [opening, asking] = place === 'Firefox' ? [atMost(OPEN_LIMIT_MS), atMost(ASK_LIMIT_MS)] : [{}, {}]
  return outcomes.flatMap(({ bytes, openFirst, open, plainOpen, ask, plainAsk, digests }, n) => {
    const group = `${place}: version ${CONTESTS[n]?.version}, ${(bytes / 2 ** 20).toFixed(1)} MiB`
    return [
      figureOf({ group, name: 'all opened, the first time', times: [openFirst], ...opening }),
      figureOf({ group, name: 'all opened', times: open, against: plain(plainOpen), ...opening }),
      figureOf({ group, name: 'plain: all opened', times: plainOpen }),
      figureOf({
        group,
        name: 'one certificate over all',
        times: ask,
        against: plain(plainAsk),
        ...asking,
      }),
      figureOf({ group, name: 'the two digests, by WebCrypto', times: digests }),
      figureOf({ group, name: 'plain: one certificate over all', times: plainAsk }),
    ]
  })
}

function plain(times: readonly number[]): NonNullable<Timed['against']> {
  return { name: 'plain', times }
}

function memoryNote({ version, deltas }: Contest): string {
  const { files, besides } = measureMemory(version, deltas)
  const percent = ((100 * besides) / files).toFixed(2)
  return `Version ${version} takes ${percent} % of the files' memory besides the files (heap of Node).`
}
