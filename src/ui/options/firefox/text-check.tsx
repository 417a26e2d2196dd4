import type { TargetedEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { useUi } from '../../context.ts'
import { countText } from '../../counted.ts'
import { keyOf } from '../../i18n.ts'
import { Section } from '../section.tsx'
import { CheckedTable } from './checked-table.tsx'
import type { Checked, GivenFile } from './model.ts'

export interface TextCheckActions {
  readonly checkText: (text: string) => void
  readonly checkFile: (file: GivenFile) => void
}

interface Props {
  readonly checked: Checked | undefined
  readonly actions: TextCheckActions
}

/** Where the user gives a text with his settings; it is read here, and not kept. */
export function TextCheck({ checked, actions }: Props) {
  const { t } = useUi()
  const field = useRef<HTMLTextAreaElement>(null)
  const takeFirst = (files: FileList | null | undefined): void => {
    const file = files?.[0]
    if (file !== undefined) actions.checkFile(file)
  }
  return (
    <Section id="firefox-check" heading={t('check_heading')}>
      <p id="check-about">{t('check_about')}</p>
      <textarea
        ref={field}
        id="check-text"
        class="code"
        rows={5}
        spellcheck={false}
        autocomplete="off"
        aria-labelledby="firefox-check"
        aria-describedby="check-about"
        placeholder={t('check_placeholder')}
        onDragOver={(event) => {
          event.preventDefault()
        }}
        onDrop={(event) => {
          const files = event.dataTransfer?.files
          if (files === undefined || files.length === 0) return
          event.preventDefault()
          takeFirst(files)
        }}
      />
      <div class="with-note">
        <button
          type="button"
          id="check-settings"
          class="primary"
          onClick={() => {
            actions.checkText(field.current?.value ?? '')
            // It is not needed any more, and may be long.
            if (field.current !== null) field.current.value = ''
          }}
        >
          {t('check_button')}
        </button>
        <label class="button">
          {t('check_file')}
          <input
            type="file"
            id="check-file"
            class="visually-hidden"
            accept=".js,.json,.txt,.cfg"
            onChange={(event: TargetedEvent<HTMLInputElement>) => {
              takeFirst(event.currentTarget.files)
              event.currentTarget.value = ''
            }}
          />
        </label>
        <p class="field-about">{t('check_stays')}</p>
      </div>
      <output id="checked">{checked && <Result checked={checked} />}</output>
    </Section>
  )
}

function Result({ checked }: { readonly checked: Checked }) {
  const ui = useUi()
  const { t } = ui
  if (checked.kind === 'refused') {
    return (
      <p class="check-refused" data-refused={checked.why}>
        {t(keyOf('unread', checked.why))}
      </p>
    )
  }
  const { text, rows, isForeign, isNoted, refused, badLines } = checked
  const weak = rows.filter(({ rating }) => rating === 'weak').length
  return (
    <div class="checked" data-text={text} data-noted={isNoted}>
      <p>
        {t(keyOf('text', text))}{' '}
        {t(isForeign ? 'check_foreign' : isNoted ? 'check_noted' : 'check_not_noted')}
      </p>
      <p class="weaknesses" data-weak={weak}>
        {weak === 0 ? t('check_none_weak') : countText(ui, 'weak-setting', weak)}
      </p>
      <CheckedTable rows={rows} />
      {refused.length > 0 && (
        <p class="check-refused" data-policy-refuses={refused.join(' ')}>
          {t('check_policy_refuses')} <span class="code">{refused.join(', ')}</span>
        </p>
      )}
      {badLines.length > 0 && (
        <p class="check-refused">{t('check_bad_lines', { lines: badLines.slice(0, 10).join(', ') })}</p>
      )}
    </div>
  )
}
