/**
 * - `watch`: show, never block;
 * - `guard`: block `revoked` everywhere and `unverified` pages;
 * - `lockdown`: block `revoked`, `unverified` and `unverifiable` everywhere.
 */
export type Level = 'watch' | 'guard' | 'lockdown'

export type ExceptionDuration = 'hour' | 'session' | 'certificate'

export interface Settings {
  readonly level: Level
  /** How long a page may be held before the interstitial takes its place, ms. */
  readonly holdMs: number
  /** How long a check may take over all sources, ms. */
  readonly deadlineMs: number
  readonly exceptionDuration: ExceptionDuration
}

export const DEFAULT_SETTINGS: Settings = {
  level: 'guard',
  holdMs: 3_000,
  deadlineMs: 10_000,
  exceptionDuration: 'session',
}
