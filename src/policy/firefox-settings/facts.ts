import type { DrillSignal, ReadValue, Signal } from './signal.ts'
import type { OnOff } from './setting.ts'

/** Something that was seen, as often as it was. Times are ms since the epoch. */
export interface Sight {
  readonly since: number
  readonly at: number
  readonly count: number
  /** Names of no meaning that tell apart who was seen, at most so many. */
  readonly witnesses: readonly string[]
}

export type SightId =
  | 'asked-public'
  | 'asked-private'
  | 'not-asked-public'
  | 'not-asked-private'
  | 'staple-missing'
  | 'responder-failed'
  | 'upgraded'
  | 'not-upgraded'

export type ReadingId = Extract<Signal, { kind: 'read' }>['from']

export interface Reading {
  readonly state: OnOff
  readonly isExplicit: boolean
  readonly since: number
  readonly at: number
}

export type Readings = { readonly [S in ReadValue['setting']]?: Reading }

export type Drilled = DrillSignal & { readonly since: number; readonly at: number }

/** All that is remembered of what was seen and read: small, without a single host or certificate. A plain value. */
export interface Facts {
  readonly sights: { readonly [S in SightId]?: Sight }
  readonly readings: { readonly [R in ReadingId]?: Readings }
  /** The last one. */
  readonly drill?: Drilled
}

export const NO_FACTS: Facts = { sights: {}, readings: {} }

export const SIGHT_IDS: readonly SightId[] = [
  'asked-public',
  'asked-private',
  'not-asked-public',
  'not-asked-private',
  'staple-missing',
  'responder-failed',
  'upgraded',
  'not-upgraded',
]

export const READING_IDS: readonly ReadingId[] = ['about-support', 'prefs-file', 'declared']

/** More are not told apart. */
export const MAX_WITNESSES = 8
