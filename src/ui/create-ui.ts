import type { Ui } from './context.ts'
import { createFormat } from './format.ts'
import { createTranslate, type GetMessage, localeOf } from './i18n.ts'

/** Texts and formats in the language of the browser. */
export function createUi(getMessage: GetMessage, uiLanguage: string): Omit<Ui, 'now'> & { locale: string } {
  const t = createTranslate(getMessage)
  const locale = localeOf(t, uiLanguage)
  return { t, format: createFormat(locale), locale }
}
