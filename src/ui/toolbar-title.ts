import type { Display } from '../browser/surface/face.ts'
import { keyOf, type Translate } from './i18n.ts'

/** What the toolbar button says when the pointer rests on it, and to a screen reader. */
export function toolbarTitle(t: Translate, { face, refusal, isBlind }: Display): string {
  if (isBlind) return t('toolbar_blind')
  return refusal === undefined
    ? t(keyOf('toolbar', face))
    : t('toolbar_refused', { what: t(keyOf('refusal', refusal)) })
}
