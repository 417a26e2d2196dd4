import type { ConnectionFacts } from '../../browser/messages.ts'
import { forwardSecrecyOf, isPostQuantum, keyExchangeOf } from '../../policy/key-exchange.ts'
import type { FirefoxSettings } from '../../policy/firefox-settings/setting.ts'
import type { KeyFacts } from '../../policy/known-key.ts'
import type { ChainReport } from '../../policy/report.ts'
import { staplingOf } from '../../policy/stapling.ts'
import { useUi } from '../context.ts'
import { Fact, Facts } from '../facts.tsx'
import { Chevron } from '../glyph.tsx'
import { keyOf } from '../i18n.ts'
import { Time } from '../time.tsx'
import { transparencyOf } from './transparency.ts'

interface Props {
  readonly connection: ConnectionFacts
  readonly report: ChainReport | undefined
  /** Of the certificate's key. */
  readonly age: KeyFacts | undefined
  /** How Firefox itself is set, as far as that is known. */
  readonly settings: FirefoxSettings | undefined
}

/** Stands open where there is something to know. */
export function Connection({ connection, report, age, settings }: Props) {
  const { t } = useUi()
  const secrecy = forwardSecrecyOf(connection.cipherSuite)
  return (
    <section>
      <details class="section" id="connection" data-secrecy={secrecy} open={secrecy === 'no'}>
        <summary>
          <Chevron />
          <h2>{t('connection_heading')}</h2>
          {secrecy === 'no' && <span class="tag tag-warning">{t('connection_no_secrecy')}</span>}
          <span class="section-note">{connection.protocol}</span>
        </summary>
        <Facts>
          <Agreement connection={connection} />
          {age && <KeyAge age={age} />}
          {report && <Staple connection={connection} report={report} settings={settings} />}
          <Rest connection={connection} />
        </Facts>
      </details>
    </section>
  )
}

/** How the secret came about, and for how long it stays one. */
function Agreement({ connection }: Pick<Props, 'connection'>) {
  const { t } = useUi()
  const { cipherSuite, keyExchange: group, signatureScheme } = connection
  const secrecy = forwardSecrecyOf(cipherSuite)
  const exchange = keyExchangeOf(cipherSuite)
  const method = exchange && t(keyOf('key_exchange', exchange))
  return (
    <>
      <Fact name={t('connection_forward_secrecy')}>
        <span class={`status secrecy-${secrecy}`}>{t(keyOf('secrecy', secrecy))}</span>
        {secrecy === 'no' && <p class="fact-note">{t('secrecy_no_about')}</p>}
      </Fact>
      <Fact name={t('connection_post_quantum')}>
        {t(group !== undefined && isPostQuantum(group) ? 'post_quantum_yes' : 'post_quantum_no')}
      </Fact>
      <Fact name={t('connection_key_exchange')}>
        {[method, group].filter((part) => part !== undefined).join(', ') || t('connection_unknown')}
      </Fact>
      <Fact name={t('connection_cipher')}>{cipherSuite}</Fact>
      <Fact name={t('connection_signature')}>{signatureScheme}</Fact>
    </>
  )
}

/** For how long the key is known, and by how many certificates: an old key in a new certificate may be in other hands. */
function KeyAge({ age: { firstSeen, others, isCompromised } }: { readonly age: KeyFacts }) {
  const { t, format, now } = useUi()
  return (
    <Fact name={t('connection_key_age')}>
      <span data-key-others={others}>
        <Time at={firstSeen}>{t('key_first_seen', { when: format.relative(firstSeen, now) })}</Time>
        {others > 0 && <p class="fact-note">{t('key_others', { count: format.count(others) })}</p>}
        {isCompromised && <p class="secrecy-no">{t('key_stolen')}</p>}
      </span>
    </Fact>
  )
}

interface StapleProps {
  readonly connection: ConnectionFacts
  readonly report: ChainReport
  readonly settings: FirefoxSettings | undefined
}

/** What is demanded of the server, and what can be told of whether it does it. */
function Staple({ connection: { usedOcsp }, report, settings }: StapleProps) {
  const { t } = useUi()
  const [leaf, ...issuers] = report.certificates
  const isDemandedAbove = issuers.some((certificate) => certificate.mustStaple)
  const mustStaple = leaf?.mustStaple === true || isDemandedAbove
  const stapling = staplingOf({ mustStaple, usedOcsp, settings })
  return (
    <>
      <Fact name={t('connection_must_staple')}>
        {t(isDemandedAbove ? 'must_staple_above' : mustStaple ? 'yes' : 'no')}
      </Fact>
      <Fact name={t('connection_stapling')}>
        <span data-stapling={stapling}>{t(keyOf('stapling', stapling))}</span>
      </Fact>
      <Fact name={t('connection_used_ocsp')}>{t(usedOcsp ? 'yes' : 'no')}</Fact>
    </>
  )
}

function Rest({ connection }: Pick<Props, 'connection'>) {
  const { t } = useUi()
  const { certificateTransparency, usedDelegatedCredentials, usedEch, fromCache } = connection
  const transparency = transparencyOf(certificateTransparency)
  return (
    <>
      <Fact name={t('connection_transparency')}>
        {transparency ? t(keyOf('transparency', transparency)) : certificateTransparency}
      </Fact>
      {usedDelegatedCredentials && (
        <Fact name={t('connection_delegated')}>{t('connection_delegated_about')}</Fact>
      )}
      {usedEch && <Fact name={t('connection_ech')}>{t('connection_ech_about')}</Fact>}
      {fromCache && <Fact name={t('connection_from_cache')}>{t('connection_from_cache_about')}</Fact>}
    </>
  )
}
