import type { Fate, TrialResult } from '../../policy/self-test/judge-trial.ts'
import type { TriedSite } from '../../policy/self-test/summarise.ts'
import { useUi } from '../context.ts'
import { Chevron, Glyph } from '../glyph.tsx'
import { keyOf } from '../i18n.ts'

type Tested = Extract<TrialResult, { kind: 'tested' }>

/** Sites that are revoked, sites in order, and those that say nothing. */
export function TrialTables({ tried }: { readonly tried: readonly TriedSite[] }) {
  const { t, format } = useUi()
  const tested = tried.filter(({ result }) => result.kind === 'tested')
  const unusable = tried.filter(({ result }) => result.kind === 'unusable')
  return (
    <>
      <TrialTable shows="revoked" tried={tested} />
      <TrialTable shows="valid" tried={tested} />
      {unusable.length > 0 && (
        <details class="unusable">
          <summary>
            <Chevron />
            {t('trials_unusable', { count: format.count(unusable.length) })}
          </summary>
          <UnusableTable tried={unusable} />
        </details>
      )}
    </>
  )
}

function UnusableTable({ tried }: { readonly tried: readonly TriedSite[] }) {
  const { t } = useUi()
  return (
    <table class="trials">
      <thead>
        <tr>
          <th scope="col">{t('trials_site')}</th>
          <th scope="col">{t('hold_why')}</th>
        </tr>
      </thead>
      <tbody>
        {tried.map(({ url, ca, result }) => {
          const why = result.kind === 'unusable' ? result.why : 'fault'
          return (
            <tr key={url} data-url={url} data-unusable={why}>
              <th scope="row">
                <Site url={url} ca={ca} />
              </th>
              <td data-label={t('hold_why')}>{t(keyOf('unusable', why))}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface TableProps {
  readonly shows: TriedSite['shows']
  readonly tried: readonly TriedSite[]
}

function TrialTable({ shows, tried }: TableProps) {
  const { t } = useUi()
  const rows = tried.filter((one) => one.shows === shows)
  if (rows.length === 0) return null
  return (
    <table class="trials">
      <caption>{t(keyOf('trials_table', shows))}</caption>
      <thead>
        <tr>
          <th scope="col">{t('trials_site')}</th>
          <th scope="col">{t('column_alone')}</th>
          <th scope="col">{t('column_hardfail')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ url, ca, result }) => (
          <Row key={url} url={url} ca={ca} shows={shows} result={result} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ url, ca, shows, result }: TriedSite) {
  const { t } = useUi()
  if (result.kind === 'unusable') return null
  const wanted: Fate = shows === 'revoked' ? 'refused' : 'shown'
  return (
    <tr data-url={url} data-alone={result.alone} data-hardfail={result.hardfail}>
      <th scope="row">
        <Site url={url} ca={ca} />
      </th>
      <td data-label={t('column_alone')}>
        <FateCell fate={result.alone} wanted={wanted} />
      </td>
      <td data-label={t('column_hardfail')}>
        <FateCell fate={result.hardfail} wanted={wanted} />
        <Why result={result} />
      </td>
    </tr>
  )
}

function Site({ url, ca }: Pick<TriedSite, 'url' | 'ca'>) {
  return (
    <>
      <span class="exception-host">{new URL(url).host}</span>
      <span class="exception-cause">{ca}</span>
    </>
  )
}

function FateCell({ fate, wanted }: { readonly fate: Fate; readonly wanted: Fate }) {
  const { t } = useUi()
  return (
    <span class="fate" data-right={fate === wanted}>
      <Glyph status={fate === wanted ? 'good' : 'revoked'} />
      {t(keyOf('fate', fate))}
    </span>
  )
}

function Why({ result: { guarded } }: { readonly result: Tested }) {
  const { t } = useUi()
  return (
    <span class="exception-cause">
      {guarded === undefined ? t('trials_by_firefox') : t(keyOf('word', guarded.verdict))}
    </span>
  )
}
