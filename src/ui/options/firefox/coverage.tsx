import { MET_KINDS, type MetCounts, type MetKind } from '../../../policy/firefox-settings/met.ts'
import { useUi } from '../../context.ts'
import { countText } from '../../counted.ts'
import { keyOf } from '../../i18n.ts'

/** What Firefox does about a kind of certificate by default, and with `security.OCSP.require`. */
type Check = 'crlite' | 'nothing' | 'asks' | 'must-answer'

const CHECKS: Readonly<Record<Exclude<MetKind, 'undecided'>, readonly [byDefault: Check, required: Check]>> =
  {
    crlite: ['crlite', 'crlite'],
    ocsp: ['nothing', 'must-answer'],
    'crl-only': ['nothing', 'nothing'],
    'short-lived': ['nothing', 'nothing'],
    nothing: ['nothing', 'nothing'],
    private: ['asks', 'must-answer'],
  }

/** What the setting covers and what not, with the certificates that the user met. */
export function Coverage({ met }: { readonly met: MetCounts }) {
  const ui = useUi()
  const { t, format } = ui
  const total = MET_KINDS.reduce((sum, kind) => sum + met[kind], 0)
  return (
    <div class="coverage" data-total={total}>
      <h4>{t('coverage_heading')}</h4>
      <p>{sentence()}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('coverage_certificate')}</th>
            <th scope="col">{t('coverage_by_default')}</th>
            <th scope="col">{t('coverage_required')}</th>
            <th scope="col" class="number">
              {t('coverage_met')}
            </th>
          </tr>
        </thead>
        <tbody>{MET_KINDS.flatMap((kind) => (kind === 'undecided' ? [] : [row(kind)]))}</tbody>
      </table>
      <p class="field-about">
        {met.undecided > 0 && t('coverage_undecided', { count: format.count(met.undecided) })}{' '}
        {t('coverage_besides')}
      </p>
    </div>
  )

  function sentence(): string {
    const ofPublicCas = total - met.private - met.undecided
    if (ofPublicCas === 0) return t('coverage_none')
    return t('coverage_sum', {
      total: countText(ui, 'certificate', ofPublicCas),
      crlite: format.count(met.crlite),
      unchecked: format.count(met['crl-only'] + met.nothing),
      short: format.count(met['short-lived']),
      ocsp: format.count(met.ocsp),
    })
  }

  function row(kind: Exclude<MetKind, 'undecided'>) {
    const [byDefault, required] = CHECKS[kind]
    return (
      <tr key={kind} data-kind={kind} data-count={met[kind]}>
        <th scope="row">{t(keyOf('met', kind))}</th>
        <td data-label={t('coverage_by_default')}>{t(keyOf('firefox_check', byDefault))}</td>
        <td data-label={t('coverage_required')} class={byDefault === required ? undefined : 'gained'}>
          {t(keyOf('firefox_check', required))}
        </td>
        <td data-label={t('coverage_met')} class="number">
          {format.count(met[kind])}
        </td>
      </tr>
    )
  }
}
