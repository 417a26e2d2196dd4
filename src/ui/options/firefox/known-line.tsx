import type { Known } from '../../../policy/firefox-settings/setting.ts'
import { useUi } from '../../context.ts'
import { keyOf } from '../../i18n.ts'
import { Time } from '../../time.tsx'

/** On, off or unknown: a shape and a word. */
export function StateWord({ known }: { readonly known: Known }) {
  const { t } = useUi()
  const isLikely = known.state !== 'unknown' && known.sureness === 'likely'
  return (
    <span class={`state state-${known.state}`} data-state={known.state}>
      {t(keyOf('state', known.state))}
      {isLikely && <span class="state-likely">, {t('state_likely')}</span>}
    </span>
  )
}

/** Why it is taken to be so, in one line. */
export function Reasoning({ known }: { readonly known: Known }) {
  const { t, format, now } = useUi()
  if (known.state === 'unknown') {
    return (
      <p class="reasoning" data-doubt={known.doubt}>
        {t(keyOf('doubt', known.doubt))}
      </p>
    )
  }
  const { basis, sureness, since, at } = known
  const text = basis === 'asked' && sureness === 'likely' ? t('basis_asked_public') : t(keyOf('basis', basis))
  const when = format.nearMoment(at, now)
  const isOld = at - since > A_WHILE_MS
  return (
    <p class="reasoning" data-basis={basis} data-sureness={sureness}>
      {text}{' '}
      <Time at={at}>
        {isOld ? t('basis_since', { since: format.nearMoment(since, now), when }) : t('basis_when', { when })}
      </Time>
    </p>
  )
}

/** What was seen twice within it was seen once. */
const A_WHILE_MS = 3_600_000
