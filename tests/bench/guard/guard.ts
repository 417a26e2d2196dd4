import type { Benchmark } from '../benchmark.ts'
import { figureOf, quantile, type Figure, type Limit } from '../figure.ts'
import { HOSTS, PAGE_AFTER_MS, PARTS_AFTER_MS, PARTS_EACH } from './busy-site.ts'
import { decideOften, type Decided } from './decisions.ts'
import { measureLoads, type Course, type Loads, type State } from './page-loads.ts'
import type { Decision } from './timed-browser.ts'

export const guard: Benchmark = {
  name: 'guard',
  title: 'requests over certificates whose verdict stands, and whole pages',
  async run() {
    const kinds = await decideOften()
    const loads = await measureLoads(COURSES)
    return {
      figures: [...kinds.flatMap(decisionFigures), ...loads.map(ratioFigure), ...loads.flatMap(timeFigures)],
      notes: [
        ...kinds.map(
          ({ kind, decisions }) =>
            `${kind}: the guard itself takes ${ownShare(decisions)} % of the time (median).`,
        ),
        ...NOTES,
      ],
    }
  },
}

const NOTES = [
  `The page has ${HOSTS * PARTS_EACH} parts from ${HOSTS} hosts: images, scripts, styles, and what the scripts fetch. It has loaded when all of them are there.`,
  `far: the page answers after ${PAGE_AFTER_MS} ms, its parts after ${PARTS_AFTER_MS.join(' to ')} ms. near: at once, which no site does, with sites and browser on the same processors.`,
  'warm: connections and verdicts stand. cold: neither, as after a start of the browser; what the CAs said is stored. asleep: connections do not stand and the event page is suspended, as after half a minute of rest; it remembers its verdicts.',
  'The delays of far are an assumption: they make the page one that is called good, and leave out what lines and real servers take. The longer a page takes by itself, the less of it the add-on is: whoever reads the ratios should read the milliseconds below them, too.',
  'median in: what the median would come to with ever more pairs, with 95 % certainty.',
]

/** Where a limit is set: twice what it takes to see it, since the medians of twenty pairs lie one hundredth apart. */
const LIMITED = 40

const COURSES: readonly Course[] = [
  ...(['HTTP/1.1', 'HTTP/2'] as const).flatMap((protocol) =>
    (['warm', 'cold'] as const).map(
      (state) => ({ protocol, state, distance: 'far', pairs: LIMITED }) as const,
    ),
  ),
  { protocol: 'HTTP/2', state: 'asleep', distance: 'far', pairs: 20 },
  { protocol: 'HTTP/2', state: 'warm', distance: 'near', pairs: 20 },
  { protocol: 'HTTP/2', state: 'cold', distance: 'near', pairs: 20 },
]

/** Of the pairs, with the add-on by without. */
const LOAD_LIMITS: Readonly<Record<State, readonly Limit[]>> = {
  warm: [{ of: 'median', value: 1.03 }],
  cold: [{ of: 'median', value: 1.05 }],
  asleep: [],
}

function ratioFigure({ protocol, state, distance, alone, guarded }: Loads): Figure {
  return figureOf({
    group: 'Firefox: a page, with the add-on by without',
    name: `${state}, ${distance}, ${protocol}`,
    unit: '×',
    times: guarded.map((ms, pair) => ms / (alone[pair] ?? NaN)),
    limits: distance === 'far' ? LOAD_LIMITS[state] : [],
  })
}

function timeFigures({ protocol, state, distance, alone, guarded }: Loads): readonly Figure[] {
  const group = 'Firefox: a page, until all has loaded'
  const name = `${state}, ${distance}, ${protocol}`
  return [
    figureOf({ group, name: `${name}, alone`, times: alone }),
    figureOf({ group, name: `${name}, guarded`, times: guarded }),
  ]
}

/** Of a request over a certificate whose verdict stands, ms. */
const DECISION_LIMITS: readonly Limit[] = [{ of: 'median', value: 1 }]
/** Of that, what Firefox does not take. */
const OWN_LIMITS: readonly Limit[] = [
  { of: 'median', value: 0.5 },
  { of: 'p99', value: 3 },
]

function decisionFigures({ kind, decisions }: Decided): readonly Figure[] {
  const group = `Firefox: one request over a known certificate, ${kind}`
  const of = (time: (decision: Decision) => number) => decisions.map(time)
  const securityInfo = of((one) => one.securityInfo)
  return [
    figureOf({
      group,
      name: 'the listener, until its answer',
      times: of((one) => one.total),
      limits: DECISION_LIMITS,
    }),
    figureOf({ group, name: 'of it Firefox: getSecurityInfo', times: securityInfo }),
    figureOf({
      group,
      name: 'of it the guard itself',
      times: of((one) => one.total - one.securityInfo),
      against: { name: 'getSecurityInfo', times: securityInfo },
      limits: OWN_LIMITS,
    }),
    figureOf({ group, name: '  of that calls: toolbar, storage', times: of((one) => one.calls) }),
  ]
}

function ownShare(decisions: readonly Decision[]): string {
  const shares = decisions.map(({ total, securityInfo }) => 1 - securityInfo / total)
  return (100 * quantile(shares, 0.5)).toFixed(0)
}
