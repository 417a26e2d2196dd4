import type { PrefValue } from '../preferences.ts'

/** A preference as it stands in a text. */
export interface Found {
  readonly value: PrefValue
  /** The user cannot change it. */
  readonly isLocked: boolean
}

/**
 * Where a text is from:
 * - `about-support`: what is in force, of what is not at its default;
 * - `prefs-js`: what this profile has set, as it was last written;
 * - `user-js`: what will be set at the next start (also a file of autoconfig or of Debian's);
 * - `policies`: what an administrator sets at the next start, if it lies where Firefox looks for it.
 */
export type TextKind = 'about-support' | 'prefs-js' | 'user-js' | 'policies'

export type Refusal =
  | 'empty'
  /** More than any of these files is. */
  | 'too-large'
  /** Begins like JSON and is none. */
  | 'not-json'
  /** JSON of something else. */
  | 'other-json'
  /** Not one line of it is known. */
  | 'not-recognised'
  /** about:support, but the part with the preferences is missing. */
  | 'no-preferences'

export interface ReadText {
  readonly kind: TextKind
  /** By name; of what was set several times, what counts. */
  readonly found: ReadonlyMap<string, Found>
  /** Of which Firefox, as about:support says. */
  readonly firefox?: { readonly name: string; readonly version: string; readonly buildId: string }
  /** Preferences that the policy does not take, by name. */
  readonly refused: readonly string[]
  /** Lines that Firefox would complain of, the first of them; counted from 1. */
  readonly badLines: readonly number[]
}

export type TextReading =
  { readonly kind: 'refused'; readonly why: Refusal } | { readonly kind: 'read'; readonly text: ReadText }
