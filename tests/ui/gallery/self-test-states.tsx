import type { ComponentChildren } from 'preact'
import type { DrillState } from '../../../src/ui/self-test/drill-model.ts'
import { type AccessState, FULL_ACCESS } from '../../../src/ui/access/model.ts'
import { SelfTestPage } from '../../../src/ui/self-test/page.tsx'
import type { TrialsState } from '../../../src/ui/self-test/trials-model.ts'
import { HOST, NOW } from '../samples.ts'
import {
  coveredReport,
  hardFailReport,
  inconclusiveReport,
  notAskedReport,
  rememberedReport,
  sites,
  softFailReport,
  tried,
  watchedReport,
} from '../self-test/samples.ts'

interface Change {
  readonly drill?: Partial<DrillState>
  readonly trials?: Partial<TrialsState>
  readonly isPrivate?: boolean
  readonly access?: AccessState
}

const nothing = () => {}

function page({ drill, trials, isPrivate = false, access = FULL_ACCESS }: Change = {}): ComponentChildren {
  const drillState: DrillState = {
    now: NOW,
    suggested: [HOST, 'shop.example'],
    typed: HOST,
    phase: 'idle',
    report: undefined,
    previous: undefined,
    ...drill,
  }
  const trialsState: TrialsState = { now: NOW, sites, phase: 'idle', total: 6, tried: [], ...trials }
  const actions = {
    typeSite: nothing,
    startDrill: nothing,
    startTrials: nothing,
    stopTrials: nothing,
    exportTrials: nothing,
    allowAccess: nothing,
  }
  return (
    <SelfTestPage
      drill={drillState}
      trials={trialsState}
      access={access}
      actions={actions}
      isPrivate={isPrivate}
    />
  )
}

export const SELF_TEST_STATES: Readonly<Record<string, () => ComponentChildren>> = {
  idle: () => page(),
  'nothing-met': () => page({ drill: { suggested: [], typed: '' } }),
  'bad-address': () => page({ drill: { typed: 'http://bank.example', phase: 'bad-address' } }),
  asking: () => page({ drill: { phase: 'asking' } }),
  cutting: () => page({ drill: { phase: 'firefox' } }),
  denied: () => page({ drill: { phase: 'denied' } }),
  failed: () => page({ drill: { phase: 'failed' } }),
  'hard-fail': () => page({ drill: { phase: 'done', report: hardFailReport, previous: softFailReport } }),
  remembered: () => page({ drill: { phase: 'done', report: rememberedReport } }),
  covered: () => page({ drill: { phase: 'done', report: coveredReport } }),
  watched: () => page({ drill: { phase: 'done', report: watchedReport } }),
  'soft-fail': () => page({ drill: { phase: 'done', report: softFailReport } }),
  'not-asked': () => page({ drill: { phase: 'done', report: notAskedReport } }),
  inconclusive: () => page({ drill: { phase: 'done', report: inconclusiveReport } }),
  running: () => page({ trials: { phase: 'running', tried: tried.slice(0, 3) } }),
  stopped: () => page({ trials: { phase: 'stopped', tried: tried.slice(0, 3) } }),
  done: () => page({ trials: { phase: 'done', tried } }),
  single: () =>
    page({
      trials: {
        sites: [{ ca: 'Root R1', revoked: 'https://revoked.r1.example/' }],
        total: 1,
        phase: 'done',
        tried: tried.slice(0, 2),
      },
    }),
  'none-usable': () => page({ trials: { phase: 'done', tried: tried.slice(4) } }),
  private: () => page({ isPrivate: true }),
  'no-access': () => page({ access: { ...FULL_ACCESS, sites: false } }),
  'access-denied': () => page({ access: { ...FULL_ACCESS, sites: false, isDenied: true } }),
}
