import { useUi } from '../context.ts'
import type { Hold } from './state.ts'

/** Going on always means GET. */
export function FormNotice({ hold }: { readonly hold: Hold }) {
  const { t } = useUi()
  if (hold.method === 'GET') return null
  const { method, wasSent } = hold
  return (
    <p class="form-notice" data-sent={wasSent}>
      {t(wasSent ? 'hold_form' : 'hold_form_unsent', { method })}
    </p>
  )
}
