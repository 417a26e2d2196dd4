import type { Activity } from '../../browser/remote-settings/remote-state.ts'
import { useUi } from '../context.ts'

/** What is going on now, and how far it is. */
export function OfflineProgress({ activity }: { readonly activity: Activity }) {
  const { t, format } = useUi()
  switch (activity.phase) {
    case 'idle':
      return null
    case 'asking':
    case 'comparing':
      return <output class="progress-text">{t('offline_asking')}</output>
    case 'taking-effect':
      return <output class="progress-text">{t('offline_taking_effect')}</output>
    case 'downloading': {
      const { done, of } = activity
      return (
        <div class="progress">
          <progress aria-label={t('offline_downloading_label')} value={done} max={of} />
          <output class="progress-text">
            {t('offline_downloading', { done: format.bytes(done), size: format.bytes(of) })}
          </output>
        </div>
      )
    }
  }
}
