import type { OtherHost } from '../../browser/messages.ts'
import { useUi } from '../context.ts'
import { Chevron } from '../glyph.tsx'
import { keyOf } from '../i18n.ts'
import { faceOf } from '../../browser/surface/face.ts'
import { Shield } from '../shield.tsx'

/** Stands open where one of them was refused. */
export function Others({ others }: { readonly others: readonly OtherHost[] }) {
  const { t, format } = useUi()
  return (
    <section>
      <details class="section" open={others.some(({ action }) => action === 'refused')}>
        <summary>
          <Chevron />
          <h2>{t('others_heading')}</h2>
          <span class="section-note">{format.count(others.length)}</span>
        </summary>
        <ul class="others">
          {others.map((other) => (
            <Other key={other.host} other={other} />
          ))}
        </ul>
      </details>
    </section>
  )
}

function Other({ other: { host, verdict, action } }: { readonly other: OtherHost }) {
  const { t } = useUi()
  return (
    <li data-verdict={verdict} data-action={action}>
      <Shield name={faceOf(verdict)} />
      <span class="other-host">{host}</span>
      <span class={`word word-${verdict}`}>{t(keyOf('word', verdict))}</span>
      {action === 'refused' && <span class="refused">{t('others_refused')}</span>}
    </li>
  )
}
