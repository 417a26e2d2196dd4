import { resolve } from 'node:path'
import type { Prefs } from '../e2e/firefox/prefs.ts'

/** What is built to be measured. */
export const CACHE = resolve('node_modules/.cache/hardfail-bench')

/**
 * Drawn as it is where somebody looks. Firefox rounds its clock to a whole millisecond otherwise, and where told not to,
 * still to 20 µs.
 */
export const AS_WITH_A_USER: Prefs = {
  'privacy.reduceTimerPrecision': false,
  'privacy.reduceTimerPrecision.unconditional': false,
  'layout.frame_rate': -1,
  'ui.prefersReducedMotion': 0,
}
