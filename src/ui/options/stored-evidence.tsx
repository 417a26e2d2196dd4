import type { EvidenceSummary } from '../../browser/messages.ts'
import { useUi } from '../context.ts'
import { sourceText } from '../i18n.ts'
import { Time } from '../time.tsx'
import type { Notice } from './model.ts'
import { Section } from './section.tsx'

interface Props {
  readonly evidence: EvidenceSummary
  readonly notice: Notice | undefined
  readonly onClear: () => void
}

export function StoredEvidence({ evidence, notice, onClear }: Props) {
  const { t, format } = useUi()
  const { documents, bytes, sources, oldest, newest } = evidence
  return (
    <Section id="evidence" heading={t('evidence_heading')} confirms="evidence" notice={notice}>
      <p>{t('evidence_about')}</p>
      <dl class="figures" data-documents={documents}>
        <div>
          <dt>{t('evidence_documents')}</dt>
          <dd>{format.count(documents)}</dd>
        </div>
        <div>
          <dt>{t('evidence_size')}</dt>
          <dd>{format.bytes(bytes)}</dd>
        </div>
        {sources.map(({ source, documents, bytes }) => (
          <div key={source} data-source={source}>
            <dt>{sourceText(t, source)}</dt>
            <dd>{t('evidence_of_source', { count: format.count(documents), size: format.bytes(bytes) })}</dd>
          </div>
        ))}
        {oldest !== undefined && (
          <div>
            <dt>{t('evidence_oldest')}</dt>
            <dd>
              <Time at={oldest} />
            </dd>
          </div>
        )}
        {newest !== undefined && (
          <div>
            <dt>{t('evidence_newest')}</dt>
            <dd>
              <Time at={newest} />
            </dd>
          </div>
        )}
      </dl>
      <div class="with-note">
        <button type="button" id="clear-evidence" disabled={documents === 0} onClick={onClear}>
          {t('evidence_clear')}
        </button>
        <p class="field-about">{t('evidence_clear_about')}</p>
      </div>
    </Section>
  )
}
