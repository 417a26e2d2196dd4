import type { ConnectionFacts } from '../../browser/messages.ts'
import type { CertificateReport } from '../../policy/report.ts'
import { useUi } from '../context.ts'
import { Fact, Facts } from '../facts.tsx'
import { Chevron } from '../glyph.tsx'

interface Props {
  readonly connection: ConnectionFacts
  readonly leaf: CertificateReport | undefined
}

export function Connection({ connection, leaf }: Props) {
  const { t } = useUi()
  const yesOrNo = (value: boolean) => t(value ? 'yes' : 'no')
  return (
    <section>
      <details class="section">
        <summary>
          <Chevron />
          <h2>{t('connection_heading')}</h2>
          <span class="section-note">{connection.protocol}</span>
        </summary>
        <Facts>
          <Fact name={t('connection_forward_secrecy')}>{yesOrNo(connection.forwardSecrecy)}</Fact>
          <Fact name={t('connection_post_quantum')}>{yesOrNo(connection.postQuantum)}</Fact>
          <Fact name={t('connection_key_exchange')}>{connection.keyExchange ?? t('connection_unknown')}</Fact>
          <Fact name={t('connection_cipher')}>{connection.cipherSuite}</Fact>
          <Fact name={t('connection_signature')}>{connection.signatureScheme}</Fact>
          {leaf && <Fact name={t('connection_must_staple')}>{yesOrNo(leaf.mustStaple)}</Fact>}
          <Fact name={t('connection_stapling')}>{t('connection_stapling_hidden')}</Fact>
          <Fact name={t('connection_used_ocsp')}>{yesOrNo(connection.usedOcsp)}</Fact>
          <Fact name={t('connection_transparency')}>{connection.certificateTransparency}</Fact>
          <Fact name={t('connection_from_cache')}>{yesOrNo(connection.fromCache)}</Fact>
        </Facts>
      </details>
    </section>
  )
}
