import { useUi } from '../context.ts'
import type { PopupState } from './model.ts'
import type { PopupActions } from './popup.tsx'

interface Props {
  readonly state: PopupState
  readonly actions: PopupActions
}

/** What can be done with the page, and where there is more. */
export function Actions({ state, actions }: Props) {
  const { t } = useUi()
  const { page, isCheckingAgain, isUnreachable, hasExportFailed } = state
  const isChecked = page?.kind === 'checked' && !isUnreachable
  return (
    <footer>
      {isChecked && (
        <div class="buttons">
          <button type="button" id="check-again" disabled={isCheckingAgain} onClick={actions.checkAgain}>
            {t(isCheckingAgain ? 'trying_again' : 'check_again')}
          </button>
          {page.report && (
            <button type="button" id="export-evidence" onClick={actions.exportEvidence}>
              {t('export_evidence')}
            </button>
          )}
        </div>
      )}
      <output class="footer-note">{hasExportFailed && t('export_failed')}</output>
      <div class="links">
        <button type="button" id="open-self-test" class="link" onClick={actions.openSelfTest}>
          {t('popup_self_test')}
        </button>
        <button type="button" id="open-options" class="link" onClick={actions.openOptions}>
          {t('open_options')}
        </button>
      </div>
    </footer>
  )
}
