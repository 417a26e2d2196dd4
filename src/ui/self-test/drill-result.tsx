import type { DrillReport } from '../../browser/drill/run-drill.ts'
import type { DrillCheck } from '../../browser/messages.ts'
import type { DrillOutcome, NotAsked } from '../../policy/drill/conclude.ts'
import type { Status } from '../../policy/evidence.ts'
import { useUi } from '../context.ts'
import { Chain } from '../evidence/chain.tsx'
import { Chevron, Glyph } from '../glyph.tsx'
import { causeText, keyOf } from '../i18n.ts'
import { Time } from '../time.tsx'

interface Props {
  readonly report: DrillReport
  readonly previous: DrillReport | undefined
}

/** Two columns: what Firefox alone did, and what Hardfail would do. */
export function DrillResult({ report, previous }: Props) {
  const { t } = useUi()
  const { host, outcome, hardfail } = report
  return (
    <div class="drill-result">
      <h3>{t('drill_result_of', { host })}</h3>
      <div class="columns">
        <Alone report={report} previous={previous} />
        <WithHardfail check={hardfail} outcome={outcome} />
      </div>
      {hardfail && (
        <details class="found">
          <summary>
            <Chevron />
            {t('drill_evidence')}
          </summary>
          <Chain report={hardfail.report} />
        </details>
      )}
    </div>
  )
}

const GLYPHS: Readonly<Record<DrillOutcome['kind'], Status['kind']>> = {
  'hard-fail': 'good',
  'soft-fail': 'revoked',
  'not-asked': 'unknown',
  inconclusive: 'unknown',
}

function Alone({ report: { outcome, responder }, previous }: Props) {
  const { t } = useUi()
  return (
    <section class="column" data-column="alone" aria-labelledby="drill-alone">
      <h4 id="drill-alone">{t('column_alone')}</h4>
      <p class="outcome">
        <Glyph status={GLYPHS[outcome.kind]} />
        <strong>{t(keyOf('drill_outcome', outcome.kind))}</strong>
      </p>
      <Grounds outcome={outcome} responder={responder} />
      {previous && previous.outcome.kind !== outcome.kind && (
        <p class="before">
          <Time at={previous.at}>
            {t('drill_before', { outcome: t(keyOf('drill_outcome', previous.outcome.kind)) })}
          </Time>
        </p>
      )}
    </section>
  )
}

function Grounds({ outcome, responder = '' }: { outcome: DrillOutcome; responder?: string | undefined }) {
  const { t } = useUi()
  switch (outcome.kind) {
    case 'hard-fail':
      return (
        <p>{t(outcome.remembered ? 'drill_hard_fail_remembered' : 'drill_hard_fail_about', { responder })}</p>
      )
    case 'soft-fail':
      return <p>{t('drill_soft_fail_about', { responder })}</p>
    case 'not-asked':
      return <Reasons why={outcome.why} />
    case 'inconclusive':
      return <p data-why={outcome.why}>{t(keyOf('inconclusive', outcome.why))}</p>
  }
}

function Reasons({ why }: { readonly why: readonly NotAsked[] }) {
  const { t } = useUi()
  const [only, ...others] = why
  if (only !== undefined && others.length === 0) return <p data-why={only}>{t(keyOf('not_asked', only))}</p>
  return (
    <>
      <p>{t('drill_may_be')}</p>
      <ul class="reasons">
        {why.map((one) => (
          <li key={one} data-why={one}>
            {t(keyOf('not_asked', one))}
          </li>
        ))}
      </ul>
    </>
  )
}

interface HardfailProps {
  readonly check: DrillCheck | undefined
  readonly outcome: DrillOutcome
}

function WithHardfail({ check, outcome }: HardfailProps) {
  const { t } = useUi()
  return (
    <section
      class="column"
      data-column="hardfail"
      data-action={check?.action}
      data-verdict={check?.report.verdict.kind}
      aria-labelledby="drill-with"
    >
      <h4 id="drill-with">{t('column_hardfail')}</h4>
      {check === undefined ? (
        <p>{t('drill_nothing_seen')}</p>
      ) : (
        <Guarded check={check} isRefusedFirst={outcome.kind === 'hard-fail'} />
      )}
    </section>
  )
}

function Guarded({
  check,
  isRefusedFirst,
}: {
  readonly check: DrillCheck
  readonly isRefusedFirst: boolean
}) {
  const { t } = useUi()
  const { report, action, level } = check
  const { kind, cause } = report.verdict
  const isWatched = level === 'watch' && (kind === 'revoked' || kind === 'unverified')
  return (
    <>
      <p class="outcome">
        <Glyph status={glyphOf(check)} />
        <strong>{t(keyOf('drill_action', action))}</strong>
      </p>
      <p>
        {t(keyOf('verdict', kind))}
        {cause !== undefined && <span class="exception-cause">{causeText(t, cause)}</span>}
      </p>
      {isWatched && <p>{t('drill_watch')}</p>}
      {isRefusedFirst && <p>{t('drill_refused_first')}</p>}
      <Stored check={check} />
    </>
  )
}

/** Whether what it does is right where nobody can be asked. */
function glyphOf({ action, report: { verdict } }: DrillCheck): Status['kind'] {
  if (action === 'held') return 'good'
  switch (verdict.kind) {
    case 'verified':
      return 'good'
    case 'revoked':
    case 'unverified':
      return 'revoked'
    case 'exempt':
    case 'unverifiable':
    case 'overridden':
      return 'unknown'
  }
}

/** An answer from before may let the page open all the same, as long as it says. */
function Stored({ check: { action, stored } }: { readonly check: DrillCheck }) {
  const { t, format, now } = useUi()
  if (stored.action === action) return null
  const { until } = stored.verdict
  return (
    <p data-stored={stored.action}>
      <Time at={until}>
        {t(keyOf('drill_stored', stored.action), { when: format.nearMoment(until, now) })}
      </Time>
    </p>
  )
}
