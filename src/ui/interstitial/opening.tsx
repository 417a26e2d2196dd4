import { useUi } from '../context.ts'
import { FormNotice } from './form-notice.tsx'
import { HoldHead } from './hold-head.tsx'
import { isReleaseSlow } from './release.ts'
import type { Hold, InterstitialState } from './state.ts'
import { verdictKindOf } from './view.ts'

interface Props {
  readonly hold: Hold
  readonly state: InterstitialState
}

export function Opening({ hold, state }: Props) {
  const { t } = useUi()
  const isGood = ['verified', 'exempt'].includes(verdictKindOf(hold))
  return (
    <>
      <HoldHead
        face={isGood ? 'verified' : 'unverified'}
        heading={t('hold_opening', { host: hold.host })}
        lead={t('hold_opening_about')}
        told="politely"
      />
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
      <HoldHead
        face="checking"
        heading={t('hold_opening', { host })}
        lead={t('hold_reopening_about')}
        told="politely"
      />
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
