import { useUi } from '../context.ts'
import type { PopupState } from './model.ts'
import type { PopupActions } from './popup.tsx'

interface Props {
  readonly state: PopupState
  readonly actions: PopupActions
}

export function Actions({ state, actions }: Props) {
  const { t } = useUi()
  const { page, isCheckingAgain, isUnreachable, hasExportFailed } = state
  const isChecked = page?.kind === 'checked' && !isUnreachable
  return (
    <footer>
      {isChecked && (
        <button type="button" id="check-again" disabled={isCheckingAgain} onClick={actions.checkAgain}>
          {t(isCheckingAgain ? 'trying_again' : 'check_again')}
        </button>
      )}
      {isChecked && page.report && (
        <button type="button" id="export-evidence" onClick={actions.exportEvidence}>
          {t('export_evidence')}
        </button>
      )}
      <button type="button" id="open-options" class="link" onClick={actions.openOptions}>
        {t('open_options')}
      </button>
      <output class="footer-note">{hasExportFailed && t('export_failed')}</output>
    </footer>
  )
}
