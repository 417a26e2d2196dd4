import {
  coerce,
  PREFERENCES,
  type Preference,
  type PreferenceName,
  type PrefValue,
  type Rating,
} from '../preferences.ts'
import type { ReadValue, Signal } from '../signal.ts'
import type { Found, ReadText } from './found.ts'

/** One preference: what stands in the text, and how that is to be taken. */
export interface Row {
  readonly name: PreferenceName
  readonly fallback: boolean | number
  readonly advised: boolean | number
  readonly found: PrefValue | undefined
  readonly isLocked: boolean
  /**
   * `default`: it is not there, and so at its default; `unsaid`: it is not there, and that says nothing; `wrong-type`: it
   * is there with a value that Firefox ignores.
   */
  readonly standing: 'set' | 'default' | 'unsaid' | 'wrong-type'
  /** Of what is in force by it; undefined where nothing is said. */
  readonly rating: Rating | undefined
}

export function assess(text: ReadText): readonly Row[] {
  return PREFERENCES.map((preference) => rowOf(preference, text.found.get(preference.name), text))
}

function rowOf(
  preference: Preference & { readonly name: PreferenceName },
  found: Found | undefined,
  text: ReadText,
): Row {
  const { name, fallback, advised } = preference
  const common = { name, fallback, advised, found: found?.value, isLocked: found?.isLocked ?? false }
  const value = found && coerce(preference, found.value, { isPolicy: text.kind === 'policies' })
  if (value !== undefined) return { ...common, standing: 'set', rating: preference.rate(value) }
  const standing = found === undefined ? (listsAll(text) ? 'default' : 'unsaid') : 'wrong-type'
  return { ...common, standing, rating: standing === 'unsaid' ? undefined : preference.rate(fallback) }
}

/** Whether what is not there is at its default. A browser made from Firefox may have defaults of its own. */
function listsAll({ kind, firefox }: ReadText): boolean {
  switch (kind) {
    case 'about-support':
      return firefox === undefined || /^firefox/i.test(firefox.name)
    case 'prefs-js':
      return true
    case 'user-js':
    case 'policies':
      return false
  }
}

/**
 * What the text tells of the Firefox that we run in; undefined where it tells nothing: a user.js or a policies.json says what
 * will be, and about:support may be from another Firefox.
 */
export function signalOf(text: ReadText, own: { readonly buildId: string }, at: number): Signal | undefined {
  const from =
    text.kind === 'about-support' ? 'about-support' : text.kind === 'prefs-js' ? 'prefs-file' : undefined
  if (from === undefined || isForeign(text, own)) return undefined
  const rows = new Map(assess(text).map((row) => [row.name, row]))
  const values = PREFERENCES.flatMap(
    (preference: Preference & { readonly name: PreferenceName }): ReadValue[] => {
      const { setting, stateOf, fallback } = preference
      const row = rows.get(preference.name)
      if (setting === undefined || stateOf === undefined || row === undefined || row.standing === 'unsaid')
        return []
      const value = row.standing === 'set' ? coerce(preference, row.found) : fallback
      return value === undefined
        ? []
        : [{ setting, state: stateOf(value), isExplicit: row.standing === 'set' }]
    },
  )
  return { kind: 'read', at, from, values }
}

export function isForeign({ firefox }: ReadText, own: { readonly buildId: string }): boolean {
  return firefox !== undefined && firefox.buildId !== own.buildId
}
