/**
 * - `watch`: show, never block;
 * - `guard`: block `revoked` everywhere and `unverified` pages;
 * - `lockdown`: block `revoked`, `unverified` and `unverifiable` everywhere.
 */
export type Level = 'watch' | 'guard' | 'lockdown'

export type ExceptionDuration = 'hour' | 'session' | 'certificate'

/** Which of the two is asked first. CRLs tell nobody which site was met, and OCSP is quicker where a CRL is large. */
export type SourceOrder = 'crl-first' | 'ocsp-first'

/** Which requests wait until the site's certificate was checked on a connection of our own. `level`: what suits the level. */
export type BeforeSending = 'level' | 'never' | 'bodies' | 'always'

export interface Settings {
  readonly level: Level
  /** How long a page may be held before the interstitial takes its place, ms. */
  readonly holdMs: number
  /** How long a check may take over all sources, ms. */
  readonly deadlineMs: number
  readonly exceptionDuration: ExceptionDuration
  readonly sourceOrder: SourceOrder
  /** Beyond this a CRL is passed over where a responder can be asked instead, bytes. */
  readonly maxCrlBytes: number
  /** Whether OneCRL and CRLite are fetched from Mozilla and kept. */
  readonly offlineData: boolean
  readonly beforeSending: BeforeSending
}

export const DEFAULT_SETTINGS: Settings = {
  level: 'guard',
  holdMs: 3_000,
  deadlineMs: 10_000,
  exceptionDuration: 'session',
  sourceOrder: 'crl-first',
  maxCrlBytes: 4_000_000,
  offlineData: true,
  beforeSending: 'level',
}

/** For as long as nobody can say what the user wants. */
export const STRICTEST_SETTINGS: Settings = { ...DEFAULT_SETTINGS, level: 'lockdown' }

/** Bounds of the two times, ms, and of the size, bytes. */
export const BOUNDS = {
  holdMs: { min: 1_000, max: 10_000 },
  deadlineMs: { min: 3_000, max: 25_000 },
  maxCrlBytes: { min: 1_000_000, max: 64_000_000 },
} as const

const LEVELS: readonly Level[] = ['watch', 'guard', 'lockdown']
const DURATIONS: readonly ExceptionDuration[] = ['hour', 'session', 'certificate']
const ORDERS: readonly SourceOrder[] = ['crl-first', 'ocsp-first']

const BEFORE_SENDING: readonly BeforeSending[] = ['level', 'never', 'bodies', 'always']

/** Settings from anything: whatever is not a valid choice falls back to the default. */
export function parseSettings(stored: unknown): Settings {
  const found = new Map<string, unknown>(
    typeof stored === 'object' && stored !== null ? Object.entries(stored) : [],
  )
  const holdMs = within(found.get('holdMs'), BOUNDS.holdMs) ?? DEFAULT_SETTINGS.holdMs
  const deadlineMs = within(found.get('deadlineMs'), BOUNDS.deadlineMs) ?? DEFAULT_SETTINGS.deadlineMs
  return {
    level: oneOf(LEVELS, found.get('level')) ?? DEFAULT_SETTINGS.level,
    holdMs: Math.min(holdMs, deadlineMs),
    deadlineMs,
    exceptionDuration: oneOf(DURATIONS, found.get('exceptionDuration')) ?? DEFAULT_SETTINGS.exceptionDuration,
    sourceOrder: oneOf(ORDERS, found.get('sourceOrder')) ?? DEFAULT_SETTINGS.sourceOrder,
    maxCrlBytes: within(found.get('maxCrlBytes'), BOUNDS.maxCrlBytes) ?? DEFAULT_SETTINGS.maxCrlBytes,
    offlineData: found.get('offlineData') !== false,
    beforeSending: oneOf(BEFORE_SENDING, found.get('beforeSending')) ?? DEFAULT_SETTINGS.beforeSending,
  }
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

function within(value: unknown, { min, max }: { min: number; max: number }): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined
}
