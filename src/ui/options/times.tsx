import type { TargetedEvent } from 'preact'
import { type BeforeSending, BOUNDS, type Settings } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { type Draft, type Notice, type OptionsState, type TimeField } from './model.ts'
import { keyOf } from '../i18n.ts'
import { Section } from './section.tsx'
import { SelectField } from './select-field.tsx'

const BEFORE_SENDING: readonly BeforeSending[] = ['level', 'never', 'bodies', 'always']

interface Props {
  readonly settings: Settings
  readonly drafts: OptionsState['drafts']
  readonly notice: Notice | undefined
  readonly onType: (field: TimeField, text: string) => void
  readonly onSet: (field: TimeField, text: string) => void
  readonly onBeforeSending: (choice: BeforeSending) => void
}

export function Times({ settings, drafts, notice, onType, onSet, onBeforeSending }: Props) {
  const { t } = useUi()
  return (
    <Section id="time" heading={t('time_heading')} confirms="time" notice={notice}>
      <Seconds
        field="holdMs"
        label={t('time_hold')}
        about={t('time_hold_about')}
        ms={settings.holdMs}
        draft={drafts.holdMs}
        onType={onType}
        onSet={onSet}
      />
      <Seconds
        field="deadlineMs"
        label={t('time_deadline')}
        about={t('time_deadline_about')}
        ms={settings.deadlineMs}
        draft={drafts.deadlineMs}
        onType={onType}
        onSet={onSet}
      />
      <SelectField
        id="before-sending"
        label={t('time_before')}
        about={t('time_before_about')}
        choices={BEFORE_SENDING.map((value) => ({ value, text: t(keyOf('before', value)) }))}
        chosen={settings.beforeSending}
        onChoose={({ value }) => {
          onBeforeSending(value)
        }}
      />
    </Section>
  )
}

interface SecondsProps {
  readonly field: TimeField
  readonly label: string
  readonly about: string
  readonly ms: number
  readonly draft: Draft | undefined
  readonly onType: (field: TimeField, text: string) => void
  readonly onSet: (field: TimeField, text: string) => void
}

function Seconds({ field, label, about, ms, draft, onType, onSet }: SecondsProps) {
  const { t, format } = useUi()
  const { min, max } = BOUNDS[field]
  const [least, most] = [min / 1_000, max / 1_000]
  const isRejected = draft?.isRejected ?? false
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
          value={draft?.text ?? String(ms / 1_000)}
          aria-invalid={isRejected}
          aria-describedby={`${field}-about`}
          onInput={(event: TargetedEvent<HTMLInputElement>) => {
            onType(field, event.currentTarget.value)
          }}
          onChange={(event: TargetedEvent<HTMLInputElement>) => {
            onSet(field, event.currentTarget.value)
          }}
        />
        {t(format.plural(Number(draft?.text ?? ms / 1_000)) === 'one' ? 'time_second' : 'time_seconds')}
      </span>
      <p id={`${field}-about`} class={isRejected ? 'field-error' : 'field-about'}>
        {isRejected
          ? t('time_out_of_range', { least: format.count(least), most: format.count(most) })
          : about}
      </p>
    </div>
  )
}
