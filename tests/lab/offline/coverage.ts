import { createHash } from 'node:crypto'
import { DAY, HOUR } from '../pki/time.ts'
import type { SctPlan } from './sct-list.ts'

/** The log that every certificate of the laboratory with a timestamp was given to. */
export const LAB_LOG = new Uint8Array(createHash('sha256').update('the log of the laboratory').digest())

/** From when to when the filters cover that log. */
export function coverageAt(now: number): { readonly low: number; readonly high: number } {
  return { low: now - 100 * DAY, high: now - 6 * HOUR }
}

/** `too-new`: the log has seen it after the filters were made. */
export type SctAge = 'covered' | 'too-new'

export function sctOf(age: SctAge, now: number): SctPlan {
  return { logId: LAB_LOG, timestamp: now - (age === 'covered' ? DAY : HOUR) }
}
