import { useUi } from '../context.ts'
import type { Hold } from './state.ts'

interface Props {
  readonly hold: Hold
  readonly now: number
  readonly isCheckingAgain: boolean
}

/** The countdown is for the eyes only; aloud, it is said once when it begins. */
export function RetryStatus({ hold: { retryAt }, now, isCheckingAgain }: Props) {
  const { t, format } = useUi()
  const isCounting = retryAt !== undefined && !isCheckingAgain
  const time = isCounting ? format.seconds(Math.max(retryAt - now, 1_000)) : ''
  return (
    <div class="retry">
      <p class="retry-countdown" aria-hidden="true">
        {isCheckingAgain && t('trying_again')}
        {isCounting && t('retry_scheduled', { time })}
      </p>
      <output class="visually-hidden">
        {isCheckingAgain && t('trying_again')}
        {isCounting && t('retry_by_itself')}
      </output>
    </div>
  )
}
