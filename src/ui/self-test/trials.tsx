import { trialsOf } from '../../policy/self-test/demonstration-site.ts'
import { summarise } from '../../policy/self-test/summarise.ts'
import { useUi } from '../context.ts'
import { countText } from '../counted.ts'
import { TrialTables } from './trial-tables.tsx'
import { inListOrder, type TrialsState } from './trials-model.ts'

export interface TrialsActions {
  readonly startTrials: () => void
  readonly stopTrials: () => void
  readonly exportTrials: () => void
}

interface Props {
  readonly state: TrialsState
  /** Whether a connection could be seen at all. */
  readonly canStart: boolean
  readonly actions: TrialsActions
}

/** The demonstration sites: who is contacted, how far it is, and what came of it. */
export function Trials({ state, canStart, actions }: Props) {
  const ui = useUi()
  const { t } = ui
  const { sites, phase, tried } = state
  if (sites === undefined) return null
  const trials = trialsOf(sites)
  return (
    <section aria-labelledby="trials" class="card" data-phase={phase}>
      <h2 id="trials">{t('trials_heading')}</h2>
      <p>{t('trials_about')}</p>
      <p>
        {t('trials_consent', {
          authorities: countText(ui, 'authority', new Set(sites.map(({ ca }) => ca)).size),
          sites: countText(ui, 'site', trials.length),
        })}
      </p>
      <Buttons state={state} canStart={canStart} actions={actions} />
      {phase === 'running' && <Progress state={state} />}
      <output class={phase === 'running' ? 'visually-hidden' : 'trials-summary'}>
        <Announcement state={state} />
      </output>
      {tried.length > 0 && <TrialTables tried={inListOrder(tried, trials)} />}
    </section>
  )
}

function Buttons({ state: { phase, tried }, canStart, actions }: Props) {
  const { t } = useUi()
  return (
    <div class="with-note">
      {phase === 'running' ? (
        <button type="button" id="stop-trials" onClick={actions.stopTrials}>
          {t('trials_stop')}
        </button>
      ) : (
        <button
          type="button"
          id="start-trials"
          class="primary"
          aria-disabled={!canStart}
          onClick={() => {
            if (canStart) actions.startTrials()
          }}
        >
          {t(phase === 'idle' ? 'trials_start' : 'trials_again')}
        </button>
      )}
      {tried.length > 0 && (
        <button type="button" id="export-trials" onClick={actions.exportTrials}>
          {t('trials_export')}
        </button>
      )}
    </div>
  )
}

function Progress({ state: { tried, total } }: Pick<Props, 'state'>) {
  const ui = useUi()
  const { t, format } = ui
  return (
    <div class="progress">
      <progress aria-label={t('trials_progress_label')} value={tried.length} max={total} />
      <p class="progress-text">
        {t('trials_progress', { done: format.count(tried.length), sites: countText(ui, 'site', total) })}
      </p>
    </div>
  )
}

/** For those who hear it: the beginning, each quarter, and the end. */
function Announcement({ state: { phase, tried, total } }: Pick<Props, 'state'>) {
  const ui = useUi()
  const { t, format } = ui
  switch (phase) {
    case 'idle':
      return null
    case 'running': {
      const quarter = Math.max(1, Math.ceil(total / 4))
      const done = Math.floor(tried.length / quarter) * quarter
      return <>{t('trials_progress', { done: format.count(done), sites: countText(ui, 'site', total) })}</>
    }
    case 'stopped':
    case 'done':
      return <Conclusion state={{ phase, tried }} />
  }
}

function Conclusion({ state: { phase, tried } }: { readonly state: Pick<TrialsState, 'phase' | 'tried'> }) {
  const ui = useUi()
  const { t, format } = ui
  const { revoked, valid, unusable } = summarise(tried)
  const { count } = format
  return (
    <>
      {phase === 'stopped' && <p>{t('trials_stopped')}</p>}
      <p
        class="conclusion"
        data-tested={revoked.tested}
        data-alone={revoked.alone}
        data-hardfail={revoked.hardfail}
      >
        {revoked.tested === 0
          ? t('trials_summary_none')
          : t('trials_summary', {
              alone: count(revoked.alone),
              hardfail: count(revoked.hardfail),
              tested: countText(ui, 'revoked-certificate', revoked.tested),
            })}
      </p>
      <p class="field-about">
        {valid.tested > 0 &&
          t('trials_control', {
            alone: count(valid.alone),
            hardfail: count(valid.hardfail),
            tested: countText(ui, 'site-in-order', valid.tested),
          })}{' '}
        {unusable > 0 && t('trials_unusable_count', { count: count(unusable) })}
      </p>
    </>
  )
}
