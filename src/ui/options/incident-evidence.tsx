import type { Incident, IncidentCertificate } from '../../policy/incident.ts'
import { useUi } from '../context.ts'
import { EvidenceRow, pairs } from '../evidence/evidence-row.tsx'
import { Fact, Facts } from '../facts.tsx'
import { Chevron } from '../glyph.tsx'
import { keyOf } from '../i18n.ts'

/** What an incident rests on, as the popup showed it then. */
export function IncidentEvidence({ incident: { host, certificate } }: { readonly incident: Incident }) {
  const { t } = useUi()
  if (certificate === undefined) return <p class="evidence-none">{t('incidents_no_evidence')}</p>
  return (
    <details class="section incident-evidence">
      <summary>
        <Chevron />
        {t('incidents_evidence')}
        <span class="visually-hidden">{host}</span>
      </summary>
      <Certificate certificate={certificate} />
    </details>
  )
}

function Certificate({ certificate }: { readonly certificate: IncidentCertificate }) {
  const { t } = useUi()
  const { role, subjectName, issuerName, serial, fingerprint, evidence } = certificate
  return (
    <div class="certificate" data-role={role}>
      <p class="certificate-title">
        <span class="certificate-role">{t(keyOf('role', role))}</span>
        <span class="certificate-name">{subjectName || t('unnamed')}</span>
      </p>
      {evidence.length === 0 ? (
        <p class="evidence-none">{t('status_nothing')}</p>
      ) : (
        <ul class="evidence-list">
          {evidence.map((item, index) => (
            <EvidenceRow key={`${item.source} ${index}`} evidence={item} serial={serial} />
          ))}
        </ul>
      )}
      <Facts>
        <Fact name={t('fact_issuer')}>{issuerName}</Fact>
        <Fact name={t('fact_serial')} isCode>
          {pairs(serial)}
        </Fact>
        <Fact name={t('fact_fingerprint')} isCode>
          {pairs(fingerprint)}
        </Fact>
      </Facts>
    </div>
  )
}
