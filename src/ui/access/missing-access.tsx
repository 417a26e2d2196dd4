import { useUi } from '../context.ts'
import type { AccessState } from './model.ts'

export interface AccessActions {
  readonly allowAccess: () => void
}

interface Props {
  readonly access: AccessState
  readonly actions: AccessActions
}

/** Nothing is checked anywhere: that comes before all else. */
export function MissingAccess({ access, actions }: Props) {
  const { t } = useUi()
  if (access.sites) return null
  return (
    <section class="missing-access" role="alert">
      <h2>{t('access_missing')}</h2>
      <p>{t('access_missing_about')}</p>
      <button type="button" id="allow-access" class="primary" onClick={actions.allowAccess}>
        {t('access_allow')}
      </button>
      {access.isDenied && <p>{t('access_denied')}</p>}
    </section>
  )
}
