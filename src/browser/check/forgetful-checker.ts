import type { Clock } from '../../policy/clock.ts'
import type { ChainReport } from '../../policy/report.ts'
import { createRunningChecks } from '../../policy/running-checks.ts'
import type { Settings } from '../../policy/settings.ts'
import type { Source } from '../../policy/source.ts'
import { createStandingVerdicts } from '../../policy/standing-verdicts.ts'
import type { Awake } from '../awake.ts'
import type { SessionTable } from '../storage/session-table.ts'
import { type Checker, createChecker } from './checker.ts'

interface ForgetfulParts {
  readonly sources: (settings: Settings) => readonly Source[]
  readonly clock: Clock
  readonly awake: Awake
}

/** A checker that decides anew each time, and leaves nothing behind of what it has decided. */
export function createForgetfulChecker(parts: ForgetfulParts): Pick<Checker, 'start'> {
  return createChecker({
    ...parts,
    standing: createStandingVerdicts(1),
    running: createRunningChecks(),
    kept: NOTHING_KEPT,
  })
}

/** The source without the network. */
export function recallOnly({ id, recall }: Pick<Source, 'id' | 'recall'>): Source {
  return { id, recall }
}

const nothing = () => Promise.resolve(undefined)
const NOTHING_KEPT: SessionTable<ChainReport> = {
  peek: () => undefined,
  find: nothing,
  list: () => Promise.resolve([]),
  keep: nothing,
  keepSoon: () => undefined,
  drop: nothing,
  dropWhere: nothing,
  clear: nothing,
}
