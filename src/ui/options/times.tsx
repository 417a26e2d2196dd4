import type { TargetedEvent } from 'preact'
import type { Settings } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { BOUNDS, type Notice, type OptionsState, type TimeField } from './model.ts'
import { Section } from './section.tsx'

interface Props {
  readonly settings: Settings
  readonly rejected: OptionsState['rejected']
  readonly notice: Notice | undefined
  readonly onType: (field: TimeField, text: string) => void
}

export function Times({ settings, rejected, notice, onType }: Props) {
  const { t } = useUi()
  return (
    <Section id="time" heading={t('time_heading')} confirms="time" notice={notice}>
      <Seconds
        field="holdMs"
        label={t('time_hold')}
        about={t('time_hold_about')}
        ms={settings.holdMs}
        rejected={rejected.holdMs}
        onType={onType}
      />
      <Seconds
        field="deadlineMs"
        label={t('time_deadline')}
        about={t('time_deadline_about')}
        ms={settings.deadlineMs}
        rejected={rejected.deadlineMs}
        onType={onType}
      />
    </Section>
  )
}

interface SecondsProps {
  readonly field: TimeField
  readonly label: string
  readonly about: string
  readonly ms: number
  readonly rejected: string | undefined
  readonly onType: (field: TimeField, text: string) => void
}

function Seconds({ field, label, about, ms, rejected, onType }: SecondsProps) {
  const { t, format } = useUi()
  const { least, most } = BOUNDS[field]
  const isRejected = rejected !== undefined
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <span class="field-input">
        <input
          id={field}
          type="number"
          min={least}
          max={most}
          step={1}
          value={rejected ?? String(ms / 1_000)}
          aria-invalid={isRejected}
          aria-describedby={`${field}-about`}
          onChange={(event: TargetedEvent<HTMLInputElement>) => {
            onType(field, event.currentTarget.value)
          }}
        />
        {t('time_seconds')}
      </span>
      <p id={`${field}-about`} class={isRejected ? 'field-error' : 'field-about'}>
        {isRejected
          ? t('time_out_of_range', { least: format.count(least), most: format.count(most) })
          : about}
      </p>
    </div>
  )
}
