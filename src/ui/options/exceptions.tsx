import type { Exception } from '../../policy/exception.ts'
import type { ExceptionDuration, Settings } from '../../policy/settings.ts'
import { useUi, type Ui } from '../context.ts'
import { pairs } from '../evidence/evidence-row.tsx'
import { causeText, keyOf } from '../i18n.ts'
import { Time } from '../time.tsx'
import type { Notice } from './model.ts'
import type { OptionsActions } from './options.tsx'
import { Section } from './section.tsx'
import { SelectField } from './select-field.tsx'

const DURATIONS: readonly ExceptionDuration[] = ['hour', 'session', 'certificate']
/** Enough of a fingerprint to tell certificates apart; the whole is in the title. */
const SHOWN_HEX_DIGITS = 12

interface Props {
  readonly settings: Settings
  readonly exceptions: readonly Exception[]
  readonly notice: Notice | undefined
  readonly actions: OptionsActions
}

export function Exceptions({ settings, exceptions, notice, actions }: Props) {
  const { t } = useUi()
  return (
    <Section id="exceptions" heading={t('exceptions_heading')} confirms="exceptions" notice={notice}>
      <DefaultDuration chosen={settings.exceptionDuration} onChoose={actions.setDuration} />
      {exceptions.length === 0 ? (
        <p class="empty">{t('exceptions_none')}</p>
      ) : (
        <ExceptionTable exceptions={exceptions} onRemove={actions.removeException} />
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
  readonly onRemove: (id: string) => void
}

function ExceptionTable({ exceptions, onRemove }: TableProps) {
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
          <ExceptionRow key={exception.id} exception={exception} onRemove={onRemove} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly exception: Exception
  readonly onRemove: (id: string) => void
}

function ExceptionRow({ exception, onRemove }: RowProps) {
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
        <Until exception={exception} />
      </td>
      <td class="exception-action">
        <button
          type="button"
          class="small"
          aria-label={t('exceptions_remove_of', { host })}
          onClick={() => {
            onRemove(id)
          }}
        >
          {t('exceptions_remove')}
        </button>
      </td>
    </tr>
  )
}

function Until({ exception: { until, duration } }: { readonly exception: Exception }) {
  const ui = useUi()
  if (until === undefined) return <>{endText(ui, duration)}</>
  return <Time at={until}>{ui.format.nearMoment(until, ui.now)}</Time>
}

function endText({ t }: Ui, duration: ExceptionDuration): string {
  return t(duration === 'certificate' ? 'exceptions_until_certificate' : 'exceptions_until_session')
}
