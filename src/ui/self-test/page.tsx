import { type AccessActions, MissingAccess } from '../access/missing-access.tsx'
import type { AccessState } from '../access/model.ts'
import { useUi } from '../context.ts'
import { Drill, type DrillActions } from './drill.tsx'
import type { DrillState } from './drill-model.ts'
import { Trials, type TrialsActions } from './trials.tsx'
import type { TrialsState } from './trials-model.ts'

export interface SelfTestActions extends AccessActions, DrillActions, TrialsActions {}

interface Props {
  readonly drill: DrillState
  readonly trials: TrialsState
  readonly access: AccessState
  readonly actions: SelfTestActions
  /** There nothing may be remembered, and both need Firefox and us to remember. */
  readonly isPrivate: boolean
}

export function SelfTestPage({ drill, trials, access, actions, isPrivate }: Props) {
  const { t } = useUi()
  return (
    <main>
      <header class="options-head">
        <img src="/icons/hardfail.svg" alt="" width="48" height="48" />
        <div>
          <h1>{t('selftest_title')}</h1>
          <p class="lead">{t('selftest_lead')}</p>
        </div>
      </header>
      <MissingAccess access={access} actions={actions} />
      {isPrivate ? (
        <p class="card">{t('selftest_private')}</p>
      ) : (
        <>
          <Drill state={drill} canStart={access.sites} actions={actions} />
          <Trials state={trials} canStart={access.sites} actions={actions} />
        </>
      )}
    </main>
  )
}
