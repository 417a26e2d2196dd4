import { useUi } from '../context.ts'
import type { InterstitialActions } from './actions.ts'

interface Props {
  readonly actions: InterstitialActions
  readonly class?: string
  readonly buttonRef?: { current: HTMLButtonElement | null }
  /** What lies behind has just led here, twice. */
  readonly isTrap?: boolean
}

/** The safe way out: back, or away where there is nothing behind, or only what leads here again. */
export function LeaveButton({ actions, class: className = 'primary', buttonRef, isTrap = false }: Props) {
  const { goBack, closeTab } = actions
  const first = { class: className, ...(buttonRef && { buttonRef }) }
  if (goBack === undefined) return <Leave id="close-tab" text="close_tab" onClick={closeTab} {...first} />
  if (!isTrap) return <Leave id="go-back" text="go_back" onClick={goBack} {...first} />
  return (
    <>
      <Leave id="close-tab" text="close_tab" onClick={closeTab} {...first} />
      <Leave id="go-back" text="go_back" onClick={goBack} class="" />
    </>
  )
}

interface LeaveProps extends Pick<Props, 'buttonRef'> {
  readonly id: string
  readonly text: 'go_back' | 'close_tab'
  readonly class: string
  readonly onClick: () => void
}

function Leave({ id, text, class: className, buttonRef, onClick }: LeaveProps) {
  const { t } = useUi()
  return (
    <button type="button" class={className} id={id} ref={buttonRef ?? null} onClick={onClick}>
      {t(text)}
    </button>
  )
}
