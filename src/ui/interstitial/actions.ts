import type { HeldActions } from '../held/held-pages.tsx'
import type { ExceptionDuration } from '../../policy/settings.ts'

export interface InterstitialActions extends HeldActions {
  /** Undefined where there is no page to go back to. */
  readonly goBack: (() => void) | undefined
  readonly closeTab: () => void
  readonly retry: () => void
  readonly openConsent: () => void
  readonly closeConsent: () => void
  readonly chooseDuration: (duration: ExceptionDuration) => void
  readonly typeHost: (host: string) => void
  readonly refusePaste: () => void
  readonly confirm: () => void
}
