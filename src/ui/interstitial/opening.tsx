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
      {isReleaseSlow(state) && <OpenNow url={hold.url} />}
    </>
  )
}

interface ReopeningProps {
  readonly url: string
  readonly host: string
  readonly state: InterstitialState
}

/** After a restart, or in a copy of the tab. */
export function Reopening({ url, host, state }: ReopeningProps) {
  const { t } = useUi()
  return (
    <>
      <div class="hold-head" aria-live="polite">
        <Shield name="checking" />
        <div>
          <h1>{t('hold_opening', { host })}</h1>
          <p class="lead">{t('hold_reopening_about')}</p>
        </div>
      </div>
      {isReleaseSlow(state) && <OpenNow url={url} />}
    </>
  )
}

function OpenNow({ url }: { readonly url: string }) {
  const { t } = useUi()
  if (!/^https?:/iu.test(url)) return null
  return (
    <p>
      <a href={url} rel="noreferrer">
        {t('hold_open_now')}
      </a>
    </p>
  )
}
