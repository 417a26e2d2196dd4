import type { PageState } from '../../../browser/messages.ts'
import { useUi } from '../../context.ts'
import type { Copy } from '../../copy-button.tsx'
import { Fact, Facts } from '../../facts.tsx'
import { keyOf } from '../../i18n.ts'
import { Administrator } from './administrator.tsx'
import { explain } from './explanation.ts'

interface Props {
  readonly page: Extract<PageState, { kind: 'refused' }>
  readonly copy: Copy
}

/** Whose fault it is that Firefox refused the page, and who can do what about it. */
export function Refused({ page: { refusal, error }, copy }: Props) {
  const { t, format } = useUi()
  const { faults, cures, guide } = explain(refusal)
  const [likeliest = '', ...others] = faults.map((fault) => t(keyOf('fault', fault)))
  return (
    <>
      <section class="refusal">
        <Facts>
          <Fact name={t('refusal_fault')}>
            {t('refusal_fault_likely', { fault: likeliest })}{' '}
            {others.length > 0 && (
              <span class="quiet">{t('refusal_fault_or', { others: format.either(others) })}</span>
            )}
          </Fact>
          <Fact name={t('hold_cure')}>
            <ul class="cures">
              {cures.map((cure) => (
                <li key={cure} data-cure={cure}>
                  {t(keyOf('refusal_cure', cure))}
                </li>
              ))}
            </ul>
          </Fact>
          <Fact name={t('refusal_error')} isCode>
            {error}
          </Fact>
        </Facts>
      </section>
      {guide !== undefined && <Administrator guide={guide} copy={copy} />}
    </>
  )
}
