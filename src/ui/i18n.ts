import type english from '../../extension/static/_locales/en/messages.json'
import type { Cause } from '../policy/cause.ts'
import type { SourceId } from '../policy/evidence.ts'

type Messages = typeof english

export type MessageKey = keyof Messages

type PlaceholderOf<K extends MessageKey> = Messages[K] extends { placeholders: infer P }
  ? keyof P & string
  : never

type ValuesOf<K extends MessageKey> = [PlaceholderOf<K>] extends [never]
  ? []
  : [values: { readonly [P in PlaceholderOf<K>]: string }]

/** `browser.i18n.getMessage`. */
export type GetMessage = (key: string, substitutions?: string[]) => string

export type Translate = <K extends MessageKey>(key: K, ...values: ValuesOf<K>) => string

/** Placeholders are numbered in the order of their names (a test holds both languages to it). */
export function createTranslate(getMessage: GetMessage): Translate {
  return (key, ...[values]) => getMessage(key, values && substitutions(values))
}

function substitutions(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)
}

/** The language for dates and numbers: the browser's, unless the texts had to fall back to another one. */
export function localeOf(t: Translate, uiLanguage: string): string {
  const language = t('language')
  return uiLanguage.split('-')[0] === language ? uiLanguage : language
}

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S

/**
 * The key of a member of one of our unions: `keyOf('cause', 'try-later')` is `cause_try_later`.
 * A member without a text is a compile error where the key is used.
 */
export function keyOf<P extends string, S extends string>(prefix: P, member: S): `${P}_${Snake<S>}` {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- replaceAll does not know what it yields
  return `${prefix}_${member.replaceAll('-', '_')}` as `${P}_${Snake<S>}`
}

export function causeText(t: Translate, cause: Cause): string {
  return t(keyOf('cause', cause))
}

export function sourceText(t: Translate, source: SourceId): string {
  return t(keyOf('source', source))
}
