import type { ComponentChildren } from 'preact'
import { INTERSTITIAL_STATES } from './interstitial-states.tsx'
import { OPTIONS_STATES } from './options-states.tsx'
import { POPUP_STATES } from './popup-states.tsx'
import { SELF_TEST_STATES } from './self-test-states.tsx'

export const STATES: Readonly<
  Record<'popup' | 'interstitial' | 'options' | 'selftest', Record<string, () => ComponentChildren>>
> = {
  popup: POPUP_STATES,
  interstitial: INTERSTITIAL_STATES,
  options: OPTIONS_STATES,
  selftest: SELF_TEST_STATES,
}
