import { useUi } from '../context.ts'
import type { Hold } from './model.ts'

/** Going on always means GET. */
export function FormNotice({ hold }: { readonly hold: Hold }) {
  const { t } = useUi()
  if (hold.method === 'GET') return null
  return <p class="form-notice">{t('hold_form', { method: hold.method })}</p>
}
