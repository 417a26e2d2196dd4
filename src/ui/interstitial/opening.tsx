import { useUi } from '../context.ts'
import { Shield } from '../shield.tsx'
import { FormNotice } from './form-notice.tsx'
import { type Hold, type InterstitialState, isReleaseSlow, verdictKindOf } from './model.ts'

interface Props {
  readonly hold: Hold
  readonly state: InterstitialState
}

export function Opening({ hold, state }: Props) {
  const { t } = useUi()
  const isGood = ['verified', 'exempt'].includes(verdictKindOf(hold))
  return (
    <>
      <div class="hold-head" aria-live="polite">
        <Shield name={isGood ? 'verified' : 'unverified'} />
        <div>
          <h1>{t('hold_opening', { host: hold.host })}</h1>
          <p class="lead">{t('hold_opening_about')}</p>
        </div>
      </div>
      <FormNotice hold={hold} />
      {isReleaseSlow(state) && /^https?:/iu.test(hold.url) && (
        <p>
          <a href={hold.url} rel="noreferrer">
            {t('hold_open_now')}
          </a>
        </p>
      )}
    </>
  )
}
