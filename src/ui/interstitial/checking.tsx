import { useUi } from '../context.ts'
import { Chain } from '../evidence/chain.tsx'
import { Shield } from '../shield.tsx'
import { FormNotice } from './form-notice.tsx'
import type { InterstitialActions } from './actions.ts'
import { LeaveButton } from './leave-button.tsx'
import type { Hold } from './model.ts'

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
      <div class="hold-head" aria-live="polite">
        <Shield name="checking" />
        <div>
          <h1>{t('hold_checking', { host: hold.host })}</h1>
          <p class="lead">{t('hold_checking_about')}</p>
        </div>
      </div>
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
