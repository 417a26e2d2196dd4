import type { Ui } from './context.ts'
import { keyOf } from './i18n.ts'

/** What is counted in sentences: each has a text for one of it, and one for any other number. */
export type Counted =
  | 'certificate'
  | 'revoked-certificate'
  | 'site'
  | 'site-in-order'
  | 'authority'
  | 'entry'
  | 'filter'
  | 'weak-setting'

/** "1 site", "214 sites". */
export function countText({ t, format }: Pick<Ui, 't' | 'format'>, counted: Counted, count: number): string {
  return t(keyOf(`count_${format.plural(count)}`, counted), { count: format.count(count) })
}
