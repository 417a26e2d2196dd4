import type { SourceId } from '../../policy/evidence.ts'
import { useUi } from '../context.ts'
import { keyOf } from '../i18n.ts'
import { Section } from './section.tsx'

/** The sources at work, in the order in which they are asked. */
const SOURCES = ['crl', 'ocsp'] as const satisfies readonly SourceId[]

export function Sources() {
  const { t } = useUi()
  return (
    <Section id="sources" heading={t('sources_heading')}>
      <dl class="sources">
        {SOURCES.map((source) => (
          <div key={source}>
            <dt>{t(keyOf('source', source))}</dt>
            <dd>{t(`sources_${source}_about`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('sources_nobody')}</p>
    </Section>
  )
}
