import { useEffect, useRef } from 'preact/hooks'
import type { CertificateReport } from '../../policy/report.ts'
import { useUi } from '../context.ts'
import { cureOf } from '../cure.ts'
import { decisiveCertificate, decisiveEvidence, lastVouchedUntil } from '../decisive.ts'
import { Chain } from '../evidence/chain.tsx'
import { revokedText } from '../evidence/evidence-row.tsx'
import { firefoxAlone } from '../firefox-alone.ts'
import { Chevron } from '../glyph.tsx'
import { causeText, keyOf, type MessageKey } from '../i18n.ts'
import { faceOf } from '../../browser/surface/face.ts'
import { Time } from '../time.tsx'
import { Consent } from './consent.tsx'
import { HeldPages } from '../held/held-pages.tsx'
import { FormNotice } from './form-notice.tsx'
import type { InterstitialActions } from './actions.ts'
import { HoldHead } from './hold-head.tsx'
import { LeaveButton } from './leave-button.tsx'
import type { Hold, InterstitialState } from './state.ts'
import { causeOf, verdictKindOf } from './view.ts'
import { RetryStatus } from './retry-status.tsx'

interface Props {
  readonly hold: Hold
  readonly isCheckingAgain: boolean
  readonly state: InterstitialState
  readonly actions: InterstitialActions
}

/** What came out, why, and what can be done. */
export function Settled({ hold, isCheckingAgain, state, actions }: Props) {
  const { t } = useUi()
  const leave = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) leave.current?.focus()
  }, [])
  return (
    <>
      <Outcome hold={hold} />
      <FormNotice hold={hold} />
      <div class="actions">
        <LeaveButton actions={actions} buttonRef={leave} isTrap={hold.cameBack} />
        <button type="button" id="try-again" disabled={isCheckingAgain} onClick={actions.retry}>
          {t('try_again')}
        </button>
        <RetryStatus hold={hold} now={state.now} isCheckingAgain={isCheckingAgain} />
      </div>
      <HeldPages held={state.held} actions={actions} />
      {hold.report && (
        <details class="section">
          <summary id="evidence">
            <Chevron />
            {t('hold_evidence')}
          </summary>
          <Chain report={hold.report} />
        </details>
      )}
      {hold.mayContinue !== 'no' && (
        <Consent hold={hold} state={state} isDisabled={isCheckingAgain} actions={actions} />
      )}
    </>
  )
}

function Outcome({ hold }: { readonly hold: Hold }) {
  const { t } = useUi()
  const kind = verdictKindOf(hold)
  return (
    <div role="alert">
      <HoldHead
        face={faceOf(kind)}
        heading={t(headingKey(hold), { host: hold.host })}
        lead={t(isKeyStolen(hold) ? 'about_compromised_key' : keyOf('about', kind))}
      >
        <RevokedOn hold={hold} />
      </HoldHead>
      <Explanation hold={hold} />
    </div>
  )
}

function RevokedOn({ hold }: { readonly hold: Hold }) {
  const ui = useUi()
  const evidence = decisiveEvidence(hold.report, hold.verdict)
  if (evidence?.status.kind !== 'revoked') return null
  return <p class="revoked-on">{revokedText(ui, evidence.status, evidence.source)}</p>
}

function Explanation({ hold }: { readonly hold: Hold }) {
  const { t, format, now } = useUi()
  const cause = causeOf(hold)
  const since = lastVouchedUntil(hold.report, hold.verdict)
  const cure = cureKey(hold)
  const certificate = decisiveCertificate(hold.report, hold.verdict)
  return (
    <dl class="explanation">
      {cause !== undefined && (
        <div>
          <dt>{t('hold_why')}</dt>
          <dd class="cause">{causeText(t, cause)}</dd>
        </div>
      )}
      {firefoxAlone(hold.report, undefined) === 'let-it-pass' && (
        <div>
          <dt>{t('source_firefox')}</dt>
          <dd data-alone="let-it-pass">{t('firefox_let_it_pass')}</dd>
        </div>
      )}
      {since !== undefined && (
        <div class="since">
          <dt>{t('hold_since')}</dt>
          <dd>
            <Time at={since}>{t('hold_since_about', { when: format.nearMoment(since, now) })}</Time>
          </dd>
        </div>
      )}
      {cure !== undefined && (
        <div>
          <dt>{t('hold_cure')}</dt>
          <dd class="cure">{t(cure)}</dd>
        </div>
      )}
      {certificate && (
        <div>
          <dt>{t(keyOf('role', certificate.role))}</dt>
          <dd>{whichText(certificate)}</dd>
        </div>
      )}
      <div>
        <dt>{t('hold_address')}</dt>
        <dd class="address">{hold.url}</dd>
      </div>
    </dl>
  )

  function whichText({ subjectName, issuerName }: CertificateReport): string {
    return t('hold_which', { name: subjectName || t('unnamed'), issuer: issuerName || t('unnamed') })
  }
}

const isKeyStolen = ({ verdict }: Hold) => verdict?.source === 'compromised-key'

function headingKey(hold: Hold) {
  if (isKeyStolen(hold)) return 'hold_compromised_key'
  const kind = verdictKindOf(hold)
  const isIntermediate = decisiveCertificate(hold.report, hold.verdict)?.role === 'intermediate'
  if (kind === 'revoked' && isIntermediate) return 'hold_revoked_intermediate'
  if (kind === 'unverified' && isIntermediate) return 'hold_unverified_intermediate'
  return keyOf('hold', kind)
}

function cureKey(hold: Hold): Extract<MessageKey, `cure_${string}` | `hold_cure_${string}`> | undefined {
  const kind = verdictKindOf(hold)
  const cause = causeOf(hold)
  if (kind === 'revoked' || kind === 'unverifiable') return `hold_cure_${kind}`
  return cause && keyOf('cure', cureOf(cause))
}
