import type { TargetedEvent } from 'preact'
import { useUi } from '../context.ts'
import { keyOf, type MessageKey } from '../i18n.ts'
import { type DrillPhase, type DrillState, isUnderWay } from './drill-model.ts'
import { DrillResult } from './drill-result.tsx'

export interface DrillActions {
  readonly typeSite: (site: string) => void
  readonly startDrill: () => void
}

interface Props {
  readonly state: DrillState
  /** Whether a connection could be seen at all. */
  readonly canStart: boolean
  readonly actions: DrillActions
}

/** What is tried, what it costs, for which site, and what came of it. */
export function Drill({ state, canStart, actions }: Props) {
  const { t } = useUi()
  const { phase, report } = state
  return (
    <section aria-labelledby="drill" class="card" data-phase={phase} data-outcome={report?.outcome.kind}>
      <h2 id="drill">{t('drill_heading')}</h2>
      <p>{t('drill_about')}</p>
      <Costs />
      <SiteForm state={state} canStart={canStart} actions={actions} />
      <Status phase={phase} report={report} />
      {report && !isUnderWay(phase) && <DrillResult report={report} previous={state.previous} />}
    </section>
  )
}

function Costs() {
  const { t } = useUi()
  return (
    <ul class="notes">
      <li>{t('drill_permission')}</li>
      <li>{t('drill_opens')}</li>
      <li>{t('drill_remembers')}</li>
    </ul>
  )
}

function SiteForm({ state: { typed, phase, suggested, report }, canStart, actions }: Props) {
  const { t } = useUi()
  const isDisabled = !canStart || isUnderWay(phase)
  const isBad = phase === 'bad-address'
  return (
    <form
      class="site-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (canStart) actions.startDrill()
      }}
    >
      <label for="drill-site">{t('drill_site')}</label>
      <div class="site-field">
        <input
          type="text"
          inputMode="url"
          id="drill-site"
          list="drill-sites"
          autocomplete="off"
          spellcheck={false}
          placeholder="example.org"
          aria-invalid={isBad}
          aria-describedby="drill-site-about"
          value={typed}
          readOnly={isUnderWay(phase)}
          onInput={(event: TargetedEvent<HTMLInputElement>) => {
            actions.typeSite(event.currentTarget.value)
          }}
        />
        <datalist id="drill-sites">
          {suggested?.map((host) => (
            <option key={host} value={host}>
              {host}
            </option>
          ))}
        </datalist>
        <button type="submit" id="start-drill" class="primary" aria-disabled={isDisabled}>
          {t(report ? 'drill_again' : 'drill_start')}
        </button>
      </div>
      <p id="drill-site-about" class={isBad ? 'field-error' : 'field-about'}>
        {t(isBad ? 'drill_bad_address' : suggestionKey(suggested))}
      </p>
    </form>
  )
}

function suggestionKey(suggested: readonly string[] | undefined): MessageKey & `drill_suggest${string}` {
  return suggested?.length === 0 ? 'drill_suggested_none' : 'drill_suggested'
}

/** What is going on; for those who hear it, also what came of it. */
function Status({ phase, report }: Pick<DrillState, 'phase' | 'report'>) {
  const { t } = useUi()
  const key = statusKey(phase)
  const isDone = phase === 'done' && report !== undefined
  return (
    <output class={isDone ? 'visually-hidden' : 'drill-status'}>
      {key && t(key)}
      {isDone && `${t('column_alone')}: ${t(keyOf('drill_outcome', report.outcome.kind))}`}
      {isDone &&
        report.hardfail &&
        `. ${t('column_hardfail')}: ${t(keyOf('drill_action', report.hardfail.action))}`}
    </output>
  )
}

/** Undefined where there is nothing to say. */
function statusKey(phase: DrillPhase) {
  switch (phase) {
    case 'idle':
    case 'bad-address':
    case 'done':
      return undefined
    case 'asking':
      return 'drill_asking'
    case 'looking':
      return 'drill_looking'
    case 'firefox':
      return 'drill_firefox'
    case 'hardfail':
      return 'drill_hardfail'
    case 'denied':
      return 'drill_denied'
    case 'failed':
      return 'drill_failed'
  }
}
