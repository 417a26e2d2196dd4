import { fileURLToPath } from 'node:url'
import type { Benchmark } from '../benchmark.ts'
import { type Course, measureInFirefox, measureInNode } from '../course.ts'
import { type Figure, figureOf, type Limit, type Timed } from '../figure.ts'
import { measure as measureWithOpenssl } from './contest-in-node.ts'
import { type Contest, measure, type Outcome } from './contest.ts'
import { peaksInFirefox } from './peak.ts'
import { crlSample } from './sample.ts'

const [SMALL, MIDDLE, LARGE] = [1000, 100_000, 1_000_000]
const PEAKS = 3

export const crl: Benchmark = {
  name: 'crl',
  title: 'what a CRL says, verified and indexed',
  async run() {
    const inFirefox = await measureInFirefox(COURSE, [
      { count: SMALL, rounds: 200, slowRounds: 10 },
      { count: MIDDLE, rounds: 30, slowRounds: 0 },
      { count: LARGE, rounds: 15, slowRounds: 0 },
    ])
    const inNode = await measureInNode(COURSE_IN_NODE, [
      { count: SMALL, rounds: 30, slowRounds: 10 },
      { count: MIDDLE, rounds: 40, slowRounds: 3 },
      { count: LARGE, rounds: 15, slowRounds: 0 },
    ])
    return {
      figures: [
        ...inFirefox.flatMap((outcome) => timesOf('Firefox', outcome, limitsInFirefox)),
        ...inNode.flatMap((outcome) => timesOf('Node', outcome, limitsInNode)),
        ...(await weights(inFirefox.at(-1))),
      ],
      notes: NOTES,
    }
  },
}

const COURSE: Course<Contest, Outcome> = {
  module: fileURLToPath(new URL('contest.ts', import.meta.url)),
  measure,
}

const COURSE_IN_NODE: Course<Contest, Outcome> = {
  module: fileURLToPath(new URL('contest-in-node.ts', import.meta.url)),
  measure: measureWithOpenssl,
}

const NOTES = [
  'pkijs: parsed and verified, not indexed; with the limits of asn1js lifted, and left out where it takes minutes.',
  'openssl: a whole process that parses and verifies. What it needs to start is the process that says its version.',
  'The memory is that of the process of the page, from before the download on; told by Linux alone.',
]

type Place = 'Firefox' | 'Node'
type Limits = (outcome: Outcome) => { readonly index?: readonly Limit[]; readonly lookUp?: readonly Limit[] }

/** A share of what another takes, of its median and of its best: what one meets, the other did not. */
function shareOf({ times }: Outcome, contender: string, share: number, more = 0): readonly Limit[] {
  const all = times[contender] ?? []
  const { median, best } = figureOf({ group: '', name: contender, times: all })
  return [
    { of: 'median', value: share * median + more },
    { of: 'best', value: share * best + more },
  ]
}

const limitsInFirefox: Limits = (outcome) =>
  outcome.count === LARGE
    ? { index: shareOf(outcome, 'sha256', 1.5, 100), lookUp: [{ of: 'median', value: 0.02 }] }
    : {}

const limitsInNode: Limits = (outcome) => {
  if (outcome.count === MIDDLE) return { index: shareOf(outcome, 'pkijs', 1 / 1000) }
  return outcome.count === LARGE ? { index: shareOf(outcome, 'openssl', 1 / 10) } : {}
}

function timesOf(place: Place, outcome: Outcome, limitsOf: Limits): readonly Figure[] {
  const { count, times } = outcome
  const group = `${place}: ${count.toLocaleString('en')} entries`
  const limits = limitsOf(outcome)
  const { sha256 = [], index = [] } = times
  const rows: readonly Row[] = [
    {
      of: 'index',
      name: 'verified and indexed',
      against: { name: 'SHA-256', times: sha256 },
      limits: limits.index ?? [],
    },
    { of: 'sha256', name: "WebCrypto's SHA-256 of the same bytes" },
    { of: 'open', name: 'the stored index, opened' },
    { of: 'lookUp', name: 'one look-up', limits: limits.lookUp ?? [] },
    { of: 'pkijs', name: 'pkijs: parse and verify', against: { name: 'ours', times: index } },
    { of: 'jsrsasign', name: 'jsrsasign: parse and verify', against: { name: 'ours', times: index } },
    { of: 'openssl', name: 'openssl crl, a whole process', against: { name: 'ours', times: index } },
    { of: 'opensslStart', name: 'openssl version, likewise' },
  ]
  return rows.flatMap(({ of, ...row }) => {
    const ofRow = times[of] ?? []
    return ofRow.length > 0 ? [figureOf({ group, ...row, times: ofRow })] : []
  })
}

type Row = Pick<Timed, 'name' | 'against' | 'limits'> & { readonly of: string }

async function weights(outcome: Outcome | undefined): Promise<readonly Figure[]> {
  if (!outcome) return []
  const { count, crlBytes, indexBytes, serialBytes } = outcome
  const row = (name: string, bytes: readonly number[], limit?: number) =>
    figureOf({
      group: `Firefox: ${count.toLocaleString('en')} entries, memory`,
      name,
      times: bytes.map((length) => length / 1e6),
      unit: 'MB',
      limits: limit === undefined ? [] : [{ of: 'median', value: limit / 1e6 }],
    })
  const peaks = await peaksInFirefox(await crlSample(count), PEAKS)
  return [
    row('the CRL', [crlBytes]),
    row('its index', [indexBytes], 1.3 * serialBytes + 8 * count),
    ...(peaks.length > 0 ? [row('at most: CRL, index and all between', peaks, 3 * crlBytes)] : []),
  ]
}
