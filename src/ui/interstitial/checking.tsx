import { useUi } from '../context.ts'
import { Chain } from '../evidence/chain.tsx'
import { FormNotice } from './form-notice.tsx'
import type { InterstitialActions } from './actions.ts'
import { HoldHead } from './hold-head.tsx'
import { LeaveButton } from './leave-button.tsx'
import type { Hold } from './state.ts'

interface Props {
  readonly hold: Hold
  readonly now: number
  readonly actions: InterstitialActions
}

/** The check as it proceeds. */
export function Checking({ hold, now, actions }: Props) {
  const { t } = useUi()
  return (
    <>
      <HoldHead
        face="checking"
        heading={t('hold_checking', { host: hold.host })}
        lead={t('hold_checking_about')}
        told="politely"
      />
      <Progress elapsedMs={now - hold.startedAt} deadlineMs={hold.deadlineMs} />
      <FormNotice hold={hold} />
      <div class="actions">
        <LeaveButton actions={actions} class="" />
      </div>
      {hold.report && <Chain report={hold.report} isChecking />}
    </>
  )
}

function Progress({ elapsedMs, deadlineMs }: { readonly elapsedMs: number; readonly deadlineMs: number }) {
  const { t, format } = useUi()
  const elapsed = Math.min(Math.max(0, elapsedMs), deadlineMs)
  return (
    <div class="progress">
      <progress aria-label={t('hold_progress_label')} value={elapsed} max={deadlineMs} />
      <span class="progress-text">
        {t('hold_progress', {
          elapsed: format.count(Math.round(elapsed / 1_000)),
          deadline: format.seconds(deadlineMs),
        })}
      </span>
    </div>
  )
}
