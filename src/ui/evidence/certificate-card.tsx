import type { CertificateReport } from '../../policy/report.ts'
import { useUi } from '../context.ts'
import { Fact, Facts } from '../facts.tsx'
import { Chevron } from '../glyph.tsx'
import { keyOf } from '../i18n.ts'
import { faceOf } from '../../browser/surface/face.ts'
import { Shield } from '../shield.tsx'
import { EvidenceRow, pairs } from './evidence-row.tsx'

interface Props {
  readonly certificate: CertificateReport
  readonly isOpen: boolean
  /** While the check is under way, a certificate without evidence is waited for and not yet judged. */
  readonly isChecking?: boolean
}

/** One certificate of the chain with everything that was said about it. */
export function CertificateCard({ certificate, isOpen, isChecking = false }: Props) {
  const { t } = useUi()
  const { role, standing, subjectName, evidence } = certificate
  const isPending = isChecking && standing !== 'revoked' && standing !== 'verified'
  return (
    <li class="certificate" data-role={role} data-standing={standing}>
      <details open={isOpen}>
        <summary>
          <Shield name={isPending ? 'checking' : faceOf(standing)} />
          <span class="certificate-title">
            <span class="certificate-role">
              {t(keyOf('role', role))}
              {!isPending && <span class={`word word-${standing}`}>{t(keyOf('word', standing))}</span>}
            </span>
            <span class="certificate-name">{subjectName || t('unnamed')}</span>
          </span>
          <Chevron />
        </summary>
        {evidence.length === 0 ? (
          <p class="evidence-none">{t(isChecking ? 'status_waiting' : 'status_nothing')}</p>
        ) : (
          <ul class="evidence-list">
            {evidence.map((item, index) => (
              <EvidenceRow key={`${item.source} ${index}`} evidence={item} serial={certificate.serial} />
            ))}
          </ul>
        )}
        <CertificateFacts certificate={certificate} />
      </details>
    </li>
  )
}

function CertificateFacts({ certificate }: { readonly certificate: CertificateReport }) {
  const { t, format } = useUi()
  return (
    <details class="certificate-facts">
      <summary>
        <span>{t('certificate_facts')}</span>
        <Chevron />
      </summary>
      <Facts>
        <Fact name={t('fact_issuer')}>{certificate.issuerName}</Fact>
        <Fact name={t('fact_valid')}>
          {t('fact_valid_range', {
            from: format.day(certificate.notBefore),
            to: format.day(certificate.notAfter),
          })}
        </Fact>
        <Fact name={t('fact_must_staple')}>{t(certificate.mustStaple ? 'yes' : 'no')}</Fact>
        <Addresses name={t('fact_crl_urls')} urls={certificate.crlUrls} />
        <Addresses name={t('fact_ocsp_urls')} urls={certificate.ocspUrls} />
        <Fact name={t('fact_serial')} isCode>
          {pairs(certificate.serial)}
        </Fact>
        <Fact name={t('fact_fingerprint')} isCode>
          {pairs(certificate.fingerprint)}
        </Fact>
      </Facts>
    </details>
  )
}

/** Text, never links: they come from the certificate and are for machines. */
function Addresses({ name, urls }: { readonly name: string; readonly urls: readonly string[] }) {
  const { t } = useUi()
  if (urls.length === 0) return <Fact name={name}>{t('none_named')}</Fact>
  return (
    <Fact name={name} isCode>
      {urls.map((url) => (
        <div key={url}>{url}</div>
      ))}
    </Fact>
  )
}
