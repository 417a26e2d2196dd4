import type { Row } from '../../../policy/firefox-settings/reading/assess.ts'
import { breakable } from '../../breakable.tsx'
import { useUi } from '../../context.ts'
import { keyOf } from '../../i18n.ts'

/** Every preference that matters: default, found, advised, and why. */
export function CheckedTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useUi()
  return (
    <table class="preferences">
      <thead>
        <tr>
          <th scope="col">{t('preference_name')}</th>
          <th scope="col">{t('preference_default')}</th>
          <th scope="col">{t('preference_found')}</th>
          <th scope="col">{t('preference_advised')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.toSorted(byWeakness).map((row) => (
          <PreferenceRow key={row.name} row={row} />
        ))}
      </tbody>
    </table>
  )
}

/** What weakens the check comes first; the rest stays in order. */
function byWeakness(a: Row, b: Row): number {
  return Number(b.rating === 'weak') - Number(a.rating === 'weak')
}

function PreferenceRow({ row }: { readonly row: Row }) {
  const { t } = useUi()
  const { name, fallback, advised, found, standing, rating, isLocked } = row
  return (
    <tr data-preference={name} data-standing={standing} data-rating={rating}>
      <th scope="row">
        <code class="code">{breakable(name)}</code>
        <span class="preference-why">{t(`preference_${slug(name)}`)}</span>
      </th>
      <td data-label={t('preference_default')} class="code">
        {String(fallback)}
      </td>
      <td data-label={t('preference_found')}>
        <span class={found === undefined ? undefined : 'code'} data-found={found}>
          {found === undefined ? t(keyOf('standing', standing)) : shorten(String(found))}
        </span>
        {isLocked && <span class="tag">{t('preference_locked')}</span>}
        {standing === 'wrong-type' && <span class="preference-note">{t('standing_wrong_type')}</span>}
        {rating !== undefined && <span class={`rating rating-${rating}`}>{t(keyOf('rating', rating))}</span>}
      </td>
      <td data-label={t('preference_advised')} class="code">
        {String(advised)}
      </td>
    </tr>
  )
}

type Slug<S extends string> = S extends `${infer Head}.${infer Tail}` ? `${Head}_${Slug<Tail>}` : S

/** The name as it stands in the keys of our texts. */
function slug<S extends string>(name: S): Slug<S> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- replaceAll does not know what it yields
  return name.replaceAll('.', '_') as Slug<S>
}

/** Somebody else chose the text. */
function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
