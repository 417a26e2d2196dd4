import type { TargetedEvent } from 'preact'
import type { Exception } from '../../policy/exception.ts'
import type { ExceptionDuration, Settings } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { pairs } from '../evidence/evidence-row.tsx'
import { causeText, keyOf } from '../i18n.ts'
import { Time } from '../time.tsx'
import type { Notice } from './model.ts'
import { Section } from './section.tsx'
import { SelectField } from './select-field.tsx'

const DURATIONS: readonly ExceptionDuration[] = ['hour', 'session', 'certificate']
/** Enough of a fingerprint to tell certificates apart; the whole is in the title. */
const SHOWN_HEX_DIGITS = 12

export interface ExceptionActions {
  readonly setDuration: (duration: ExceptionDuration) => void
  readonly changeException: (id: string, duration: ExceptionDuration) => void
  readonly removeException: (id: string) => void
  readonly clearExceptions: () => void
}

interface Props {
  readonly settings: Settings
  readonly exceptions: readonly Exception[]
  readonly notice: Notice | undefined
  readonly actions: ExceptionActions
}

export function Exceptions({ settings, exceptions, notice, actions }: Props) {
  const { t } = useUi()
  return (
    <Section id="exceptions" heading={t('exceptions_heading')} confirms="exceptions" notice={notice}>
      <DefaultDuration chosen={settings.exceptionDuration} onChoose={actions.setDuration} />
      {exceptions.length === 0 ? (
        <p class="empty">{t('exceptions_none')}</p>
      ) : (
        <ExceptionTable exceptions={exceptions} actions={actions} />
      )}
      {exceptions.length > 1 && (
        <div class="with-note">
          <button type="button" id="clear-exceptions" onClick={actions.clearExceptions}>
            {t('exceptions_clear')}
          </button>
          <p class="field-about">{t('exceptions_clear_about')}</p>
        </div>
      )}
    </Section>
  )
}

interface DefaultDurationProps {
  readonly chosen: ExceptionDuration
  readonly onChoose: (duration: ExceptionDuration) => void
}

function DefaultDuration({ chosen, onChoose }: DefaultDurationProps) {
  const { t } = useUi()
  return (
    <SelectField
      id="exception-duration"
      label={t('exceptions_duration')}
      about={t('exceptions_duration_about')}
      choices={DURATIONS.map((value) => ({ value, text: t(keyOf('duration', value)) }))}
      chosen={chosen}
      onChoose={({ value }) => {
        onChoose(value)
      }}
    />
  )
}

interface TableProps {
  readonly exceptions: readonly Exception[]
  readonly actions: ExceptionActions
}

function ExceptionTable({ exceptions, actions }: TableProps) {
  const { t } = useUi()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('exceptions_host')}</th>
          <th scope="col">{t('exceptions_why')}</th>
          <th scope="col">{t('exceptions_until')}</th>
          <th scope="col">
            <span class="visually-hidden">{t('exceptions_remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {exceptions.map((exception) => (
          <ExceptionRow key={exception.id} exception={exception} actions={actions} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly exception: Exception
  readonly actions: ExceptionActions
}

function ExceptionRow({ exception, actions }: RowProps) {
  const { t } = useUi()
  const { id, host, fingerprint, verdict, cause, isPrivate } = exception
  return (
    <tr data-host={host}>
      <th scope="row">
        <span class="exception-host">{host}</span>
        {isPrivate && <span class="tag">{t('exceptions_private')}</span>}
        <abbr class="code" title={pairs(fingerprint)}>
          {pairs(fingerprint.slice(0, SHOWN_HEX_DIGITS))}…
        </abbr>
      </th>
      <td data-label={t('exceptions_why')}>
        <span class={`word word-${verdict}`}>{t(keyOf('word', verdict))}</span>
        {cause && <span class="exception-cause">{causeText(t, cause)}</span>}
      </td>
      <td data-label={t('exceptions_until')}>
        <Term exception={exception} onChange={actions.changeException} />
      </td>
      <td class="exception-action">
        <button
          type="button"
          class="small"
          aria-label={t('exceptions_remove_of', { host })}
          onClick={() => {
            actions.removeException(id)
          }}
        >
          {t('exceptions_remove')}
        </button>
      </td>
    </tr>
  )
}

interface TermProps {
  readonly exception: Exception
  readonly onChange: (id: string, duration: ExceptionDuration) => void
}

/** How long it lasts, to be changed; another time begins at once. */
function Term({ exception: { id, host, until, duration }, onChange }: TermProps) {
  const { t, format, now } = useUi()
  return (
    <>
      <select
        class="small"
        value={duration}
        aria-label={t('exceptions_until_of', { host })}
        onChange={(event: TargetedEvent<HTMLSelectElement>) => {
          const chosen = DURATIONS.find((each) => each === event.currentTarget.value)
          if (chosen !== undefined) onChange(id, chosen)
        }}
      >
        {DURATIONS.map((each) => (
          <option key={each} value={each}>
            {t(keyOf('duration', each))}
          </option>
        ))}
      </select>
      {until !== undefined && (
        <span class="exception-cause">
          <Time at={until}>{t('exceptions_ends', { when: format.nearMoment(until, now) })}</Time>
        </span>
      )}
    </>
  )
}
