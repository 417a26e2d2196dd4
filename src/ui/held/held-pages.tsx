import type { HeldPage, HeldState } from '../../browser/messages.ts'
import { faceOf } from '../../browser/surface/face.ts'
import { useUi } from '../context.ts'
import { Chevron } from '../glyph.tsx'
import { causeText, keyOf } from '../i18n.ts'
import { Shield } from '../shield.tsx'

export interface HeldActions {
  readonly retryAll: () => void
  readonly showTab: (tabId: number) => void
}

interface Props {
  readonly held: HeldState
  readonly actions: HeldActions
}

/** One summary of all that stands held, and one button for it, where there is more than one. */
export function HeldPages({ held: { pages, round }, actions }: Props) {
  const { t, format } = useUi()
  if (pages.length < 2) return null
  return (
    <section class="held" aria-labelledby="held-heading" data-held={pages.length}>
      <div class="held-head">
        <h2 id="held-heading">{t('held_heading', { count: format.count(pages.length) })}</h2>
        {round ? (
          <Round {...round} />
        ) : (
          <button type="button" id="try-all" class="small" onClick={actions.retryAll}>
            {t('held_try_all')}
          </button>
        )}
      </div>
      <details class="section">
        <summary>
          <Chevron />
          {t('held_list')}
        </summary>
        <ul class="held-list">
          {pages.map((page) => (
            <Page key={page.tabId} page={page} onShow={actions.showTab} />
          ))}
        </ul>
      </details>
    </section>
  )
}

function Round({ done, total }: NonNullable<HeldState['round']>) {
  const { t, format } = useUi()
  return (
    <div class="progress">
      <progress aria-label={t('held_try_all')} value={done} max={Math.max(total, 1)} />
      <span class="progress-text">
        {t('held_round', { done: format.count(done), total: format.count(total) })}
      </span>
    </div>
  )
}

interface PageProps {
  readonly page: HeldPage
  readonly onShow: (tabId: number) => void
}

function Page({ page: { tabId, host, verdict, cause }, onShow }: PageProps) {
  const { t } = useUi()
  return (
    <li data-verdict={verdict ?? 'checking'}>
      <Shield name={verdict === undefined ? 'checking' : faceOf(verdict)} />
      <button
        type="button"
        class="link held-host"
        aria-label={t('held_show', { host })}
        onClick={() => {
          onShow(tabId)
        }}
      >
        {host}
      </button>
      <span class="held-why">
        {verdict === undefined
          ? t('hold_checking_word')
          : cause === undefined
            ? t(keyOf('word', verdict))
            : causeText(t, cause)}
      </span>
    </li>
  )
}
