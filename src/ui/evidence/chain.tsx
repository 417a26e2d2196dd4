import type { ChainReport } from '../../policy/report.ts'
import { useUi } from '../context.ts'
import { CertificateCard } from './certificate-card.tsx'

interface Props {
  readonly report: ChainReport
  readonly isChecking?: boolean
}

/** The certificates from the site's own to the root; what needs attention stands open. */
export function Chain({ report, isChecking = false }: Props) {
  const { t } = useUi()
  return (
    <ol class="chain">
      {report.certificates.map((certificate, index) => (
        <CertificateCard
          key={certificate.fingerprint}
          certificate={certificate}
          isOpen={isChecking || index === 0 || certificate.standing !== 'verified'}
          isChecking={isChecking}
        />
      ))}
      <li class="root" data-built-in={report.isBuiltInRoot}>
        <span class="certificate-role">{t('role_root')}</span>
        <span class="certificate-name">{report.rootName || t('unnamed')}</span>
        <span class="root-origin">{t(report.isBuiltInRoot ? 'root_built_in' : 'root_added')}</span>
      </li>
    </ol>
  )
}
