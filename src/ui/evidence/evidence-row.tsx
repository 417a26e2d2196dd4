import type { NotCovered } from '../../pki/crlite/ask.ts'
import type { Evidence, SourceId } from '../../policy/evidence.ts'
import { useUi, type Ui } from '../context.ts'
import { cureOf } from '../cure.ts'
import { Fact, Facts } from '../facts.tsx'
import { Chevron, Glyph } from '../glyph.tsx'
import { causeText, keyOf, sourceText } from '../i18n.ts'
import { Time } from '../time.tsx'

interface Props {
  readonly evidence: Evidence
  readonly serial: string
}

/** What one source said about one certificate: a line that opens to the facts. */
export function EvidenceRow({ evidence, serial }: Props) {
  const { t } = useUi()
  const { source, status } = evidence
  return (
    <li
      class="evidence"
      data-source={source}
      data-status={status.kind}
      data-cause={status.kind === 'unknown' ? status.cause : undefined}
    >
      <details>
        <summary>
          <Glyph status={status.kind} />
          <span class="evidence-text">
            <span class="evidence-line">
              <span class="evidence-source">{sourceText(t, source)}</span>
              <span class={`status status-${status.kind}`}>{t(keyOf('status', status.kind))}</span>
            </span>
            <EvidenceNote evidence={evidence} />
          </span>
          <Chevron />
        </summary>
        <EvidenceFacts evidence={evidence} serial={serial} />
      </details>
    </li>
  )
}

/** How old and until when; or why not. */
function EvidenceNote({ evidence }: { readonly evidence: Evidence }) {
  const ui = useUi()
  const { status, thisUpdate, source } = evidence
  if (status.kind === 'unknown') return <span class="evidence-note">{whyNot(ui, status)}</span>
  if (status.kind === 'revoked') return <span class="evidence-note">{revokedText(ui, status, source)}</span>
  if (thisUpdate === undefined) return null
  return (
    <span class="evidence-note">
      <Time at={thisUpdate}>{ageText(ui, thisUpdate, evidence.until)}</Time>
    </span>
  )
}

const NOT_COVERED: readonly NotCovered[] = ['no-sct', 'too-new', 'too-old', 'log-unknown']

/** CRLite can say more exactly why it does not cover a certificate. */
function whyNot({ t }: Ui, { cause, detail }: Extract<Evidence['status'], { kind: 'unknown' }>): string {
  const exactly = cause === 'not-covered' ? NOT_COVERED.find((each) => each === detail) : undefined
  return exactly === undefined ? causeText(t, cause) : t(keyOf('not_covered', exactly))
}

function ageText({ t, format, now }: Ui, thisUpdate: number, until: number | undefined): string {
  const when = format.relative(thisUpdate, now)
  if (until === undefined) return t('evidence_age', { when })
  const end = format.nearMoment(until, now)
  return until > now ? t('evidence_age_until', { when, end }) : t('evidence_ended', { when, end })
}

/** "Revoked on 3 March 2026: the key was stolen or exposed." */
export function revokedText(
  { t, format }: Ui,
  { at, reason }: Extract<Evidence['status'], { kind: 'revoked' }>,
  source: SourceId,
): string {
  if (at === undefined) return t('revoked_undated')
  const date = format.day(at)
  if (source === 'compromised-key') return t('revoked_key_on', { date })
  return reason === undefined || reason === 'unspecified'
    ? t('revoked_on', { date })
    : t('revoked_on_reason', { date, reason: t(keyOf('reason', reason)) })
}

function EvidenceFacts({ evidence, serial }: Props) {
  const { t, format } = useUi()
  const { status, thisUpdate, nextUpdate, until } = evidence
  return (
    <Facts>
      {status.kind === 'revoked' && <Moment name={t('fact_revoked_at')} at={status.at} />}
      {status.kind === 'revoked' && status.at !== undefined && (
        <Fact name={t('fact_reason')}>{t(keyOf('reason', status.reason ?? 'unspecified'))}</Fact>
      )}
      {status.kind === 'unknown' && (
        <Fact name={t('fact_cure')} isLong>
          {t(keyOf('cure', cureOf(status.cause)))}
        </Fact>
      )}
      {status.kind !== 'good' && <Fact name={t('fact_detail')}>{status.detail}</Fact>}
      <Fact name={t('fact_signer')}>{evidence.signer}</Fact>
      {evidence.notes && (
        <Fact name={t('fact_notes')} isLong>
          {evidence.notes.map((note) => (
            <div key={note} data-note={note}>
              {t(keyOf('note', note))}
            </div>
          ))}
        </Fact>
      )}
      <Moment name={t('fact_this_update')} at={thisUpdate} />
      <Moment name={t('fact_next_update')} at={nextUpdate} />
      <Moment name={t('fact_until')} at={until} />
      <Fact name={t('fact_obtained')}>
        <Time at={evidence.at}>{obtainedText(t(keyOf('obtained', evidence.obtained)), evidence.at)}</Time>
      </Fact>
      {evidence.obtained === 'network' && (
        <Fact name={t('fact_took')}>{format.duration(evidence.tookMs)}</Fact>
      )}
      <Fact name={t('fact_url')} isCode>
        {evidence.url}
      </Fact>
      <Fact name={t('fact_serial')} isCode>
        {pairs(serial)}
      </Fact>
    </Facts>
  )

  function obtainedText(how: string, at: number): string {
    return t('fact_obtained_when', { how, when: format.moment(at) })
  }
}

function Moment({ name, at }: { readonly name: string; readonly at: number | undefined }) {
  const { format } = useUi()
  if (at === undefined) return null
  return (
    <Fact name={name}>
      <Time at={at}>{format.moment(at)}</Time>
    </Fact>
  )
}

/** As Firefox's own certificate viewer writes it: 0A:1B:2C. */
export function pairs(hex: string): string {
  return (hex.match(/../gu) ?? []).join(':').toUpperCase()
}
