import { fileURLToPath } from 'node:url'
import type { Benchmark } from '../benchmark.ts'
import { measureInFirefox, measureInNode, type Course } from '../course.ts'
import { figureOf, type Figure, type Limit, type Timed } from '../figure.ts'
import { type Contest, measure, type Times } from './contest.ts'
import { canReadMemory } from '../process-memory.ts'
import { memoryInFirefox } from './memory.ts'

/** Of a full filter and its deltas, and of one certificate, in Firefox; ms. */
const OPEN_LIMIT_MS = 50
const ASK_LIMIT_MS = 0.2
/** By the bytes of the files. */
const MEMORY_LIMIT = 1.1
/** Half a day each: a new full filter comes after 45. */
const DELTAS = 90

export const crlite: Benchmark = {
  name: 'crlite',
  title: `a full CRLite filter and ${DELTAS} deltas`,
  async run() {
    const inFirefox = await measureInFirefox(COURSE, CONTESTS)
    const inNode = await measureInNode(COURSE, CONTESTS)
    return {
      figures: [
        ...figuresOf('Firefox', inFirefox),
        ...figuresOf('Node', inNode),
        ...(canReadMemory ? await memoryFigures() : []),
      ],
      notes: [
        'The filters are of random bits, in the shape of real ones.',
        'The memory is that of the process of a page with the files in it, before and after it opens them; told by Linux alone.',
      ],
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

const atMost = (value: number) => ({ limits: [{ of: 'median', value }] as const })

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

async function memoryFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const { version, deltas } of CONTESTS) {
    const { files, besides } = await memoryInFirefox(version, deltas)
    const row = (name: string, bytes: number, limits: readonly Limit[] = []) =>
      figureOf({
        group: `Firefox: version ${version}, memory`,
        name,
        unit: 'MB',
        times: [bytes / 1e6],
        limits,
      })
    const most: Limit = { of: 'median', value: (MEMORY_LIMIT * files) / 1e6 }
    figures.push(
      row('the files', files),
      row('the files, and all that opening them takes', files + besides, [most]),
    )
  }
  return figures
}
