import type { ComponentChildren } from 'preact'
import type { PageState } from '../../browser/messages.ts'
import type { Exception } from '../../policy/exception.ts'
import { forwardSecrecyOf } from '../../policy/key-exchange.ts'
import { useUi } from '../context.ts'
import { decisiveEvidence } from '../decisive.ts'
import { revokedText } from '../evidence/evidence-row.tsx'
import { firefoxAlone } from '../firefox-alone.ts'
import { causeText, keyOf, sourceText } from '../i18n.ts'
import type { Face } from '../../browser/surface/face.ts'
import { faceOf, faceOfRefusal } from '../../browser/surface/face.ts'
import { Shield } from '../shield.tsx'
import { Time } from '../time.tsx'
import type { PopupState } from './model.ts'

type Checked = Extract<PageState, { kind: 'checked' }>

interface Props {
  readonly state: PopupState
  readonly onEndException: () => void
}

/** The verdict in one sentence, and whom it is about. */
export function Summary({ state, onEndException }: Props) {
  const { t } = useUi()
  const { page, isUnreachable, exception } = state
  if (isUnreachable) {
    return (
      <Head shield="not-checked" heading={t('popup_unavailable')}>
        <p>{t('popup_unavailable_about')}</p>
      </Head>
    )
  }
  if (page === undefined) return <Head shield="checking" heading={t('popup_waiting')} />
  switch (page.kind) {
    case 'not-checked':
      return (
        <Head shield="not-checked" heading={t('not_checked')} host={page.host}>
          <p>{t(keyOf('not_checked', page.reason))}</p>
        </Head>
      )
    case 'refused':
      return (
        <Head shield={faceOfRefusal(page.refusal)} heading={t('refused')} host={page.host}>
          <p class="grounds">{t(keyOf('refusal', page.refusal))}</p>
          <p>{t(keyOf('refusal_about', page.refusal))}</p>
        </Head>
      )
    case 'checking':
      return (
        <Head shield="checking" heading={t('popup_checking')} host={page.host}>
          <p>{t('popup_checking_about')}</p>
        </Head>
      )
    case 'checked':
      return <CheckedSummary page={page} exception={exception} onEndException={onEndException} />
  }
}

interface CheckedProps {
  readonly page: Checked
  readonly exception: Exception | undefined
  readonly onEndException: () => void
}

function CheckedSummary({ page, exception, onEndException }: CheckedProps) {
  const { t } = useUi()
  const { verdict, action, host, report, connection } = page
  const alone = firefoxAlone(report, connection)
  const isKeyStolen = verdict.source === 'compromised-key'
  return (
    <Head
      shield={faceOf(verdict.kind)}
      heading={t(isKeyStolen ? 'verdict_compromised_key' : keyOf('verdict', verdict.kind))}
      host={host}
    >
      <Grounds page={page} />
      {verdict.kind !== 'verified' && (
        <p class="about">{t(isKeyStolen ? 'about_compromised_key' : keyOf('about', verdict.kind))}</p>
      )}
      {alone && (
        <p class="about" data-alone={alone}>
          {t(keyOf('firefox', alone))}
        </p>
      )}
      {connection && forwardSecrecyOf(connection.cipherSuite) === 'no' && (
        <p class="action-note">{t('secrecy_no_short')}</p>
      )}
      {action === 'held' && <p class="action-note">{t('popup_held')}</p>}
      {action === 'excepted' && <ExceptionNote exception={exception} onEnd={onEndException} />}
    </Head>
  )
}

/** Who vouched, or when it was revoked, or why nobody vouched. */
function Grounds({ page: { report, verdict } }: { readonly page: Checked }) {
  const ui = useUi()
  const { t, format, now } = ui
  const evidence = decisiveEvidence(report, verdict)
  if (evidence?.status.kind === 'revoked') {
    return <p class="grounds">{revokedText(ui, evidence.status, evidence.source)}</p>
  }
  if (verdict.kind === 'verified' && evidence) {
    const at = evidence.thisUpdate ?? evidence.at
    const when = format.relative(at, now)
    return (
      <p class="grounds">
        <Time at={at}>{t('vouched_by', { source: sourceText(t, evidence.source), when })}</Time>
      </p>
    )
  }
  const isOpen = verdict.kind === 'unverified' || verdict.kind === 'unverifiable'
  return isOpen && verdict.cause ? <p class="grounds">{causeText(t, verdict.cause)}</p> : null
}

interface ExceptionNoteProps {
  readonly exception: Exception | undefined
  readonly onEnd: () => void
}

function ExceptionNote({ exception, onEnd }: ExceptionNoteProps) {
  const { t, format } = useUi()
  if (!exception) return <p class="action-note">{t('excepted')}</p>
  const { duration, until } = exception
  return (
    <div class="action-note">
      <p>
        {duration === 'hour' && until !== undefined
          ? t('excepted_hour', { end: format.timeOfDay(until) })
          : t(duration === 'certificate' ? 'excepted_certificate' : 'excepted_session')}
      </p>
      <button type="button" id="end-exception" class="small" onClick={onEnd}>
        {t('excepted_end')}
      </button>
    </div>
  )
}

interface HeadProps {
  readonly shield: Face
  readonly heading: string
  readonly host?: string | undefined
  readonly children?: ComponentChildren
}

function Head({ shield, heading, host, children }: HeadProps) {
  return (
    <header class={`summary summary-${shield}`}>
      <div class="summary-head" aria-live="polite">
        <Shield name={shield} />
        <div>
          <h1>{heading}</h1>
          {host !== undefined && <p class="host">{host}</p>}
        </div>
      </div>
      {children}
    </header>
  )
}
