import { useUi } from '../context.ts'
import type { InterstitialActions } from './actions.ts'

interface Props {
  readonly actions: InterstitialActions
  readonly class?: string
  readonly buttonRef?: { current: HTMLButtonElement | null }
}

/** The safe way out: back, or away where there is nothing behind. */
export function LeaveButton({ actions, class: className = 'primary', buttonRef }: Props) {
  const { t } = useUi()
  return actions.goBack ? (
    <button type="button" class={className} id="go-back" ref={buttonRef ?? null} onClick={actions.goBack}>
      {t('go_back')}
    </button>
  ) : (
    <button type="button" class={className} id="close-tab" ref={buttonRef ?? null} onClick={actions.closeTab}>
      {t('close_tab')}
    </button>
  )
}
