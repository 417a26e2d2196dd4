import en from '../../extension/static/_locales/en/messages.json' with { type: 'json' }
import fr from '../../extension/static/_locales/fr/messages.json' with { type: 'json' }
import type { GetMessage } from '../../src/ui/i18n.ts'

export interface Entry {
  readonly message: string
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>
}

export type Language = 'en' | 'fr'

export const messages: Readonly<Record<Language, Readonly<Record<string, Entry>>>> = { en, fr }

/** What Firefox does: named placeholders, then `$1` and so on; nothing where there is no such text. */
export function getMessageIn(language: Language): GetMessage {
  return (key, values = []) => {
    const entry = messages[language][key]
    if (!entry) return ''
    return entry.message.replaceAll(/\$(\w+)\$/gu, (_, name: string) => {
      const content = entry.placeholders?.[name.toLowerCase()]?.content ?? ''
      return content.replaceAll(/\$(\d)/gu, (_, digit: string) => values[Number(digit) - 1] ?? '')
    })
  }
}
