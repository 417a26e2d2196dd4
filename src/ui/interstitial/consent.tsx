import type { TargetedEvent } from 'preact'
import type { ExceptionDuration } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { Chevron } from '../glyph.tsx'
import { keyOf } from '../i18n.ts'
import type { InterstitialActions } from './actions.ts'
import { mayConfirm } from './may-confirm.ts'
import type { Consent as ConsentState, Hold, InterstitialState } from './state.ts'
import { verdictKindOf } from './view.ts'

const DURATIONS: readonly ExceptionDuration[] = ['hour', 'session', 'certificate']

interface Props {
  readonly hold: Hold
  readonly state: InterstitialState
  readonly isDisabled: boolean
  readonly actions: InterstitialActions
}

/** "Continue anyway", in two steps: what it risks, then the user's word. */
export function Consent({ hold, state, isDisabled, actions }: Props) {
  const { t } = useUi()
  const { consent } = state
  const isOpen = consent !== undefined
  return (
    <section class="consent">
      <button
        type="button"
        class="disclosure"
        id="continue-anyway"
        aria-expanded={isOpen}
        aria-controls="consent"
        disabled={isDisabled && !isOpen}
        onClick={isOpen ? actions.closeConsent : actions.openConsent}
      >
        <Chevron />
        {t('continue_anyway')}
      </button>
      <div id="consent" hidden={!isOpen}>
        {consent && <Form hold={hold} state={state} consent={consent} actions={actions} />}
      </div>
    </section>
  )
}

type FormProps = Omit<Props, 'isDisabled'> & { readonly consent: ConsentState }

function Form({ hold, state, consent, actions }: FormProps) {
  const { t } = useUi()
  return (
    <form
      class="consent-form"
      onSubmit={(event) => {
        event.preventDefault()
        actions.confirm()
      }}
    >
      <h2>{t('continue_heading')}</h2>
      <p>{t(riskKey(hold))}</p>
      <Durations chosen={consent.duration} onChoose={actions.chooseDuration} />
      {hold.mayContinue === 'typed-host' && (
        <TypedHost host={hold.host} consent={consent} actions={actions} />
      )}
      <button type="submit" class="danger" id="confirm-continue" disabled={!mayConfirm(state)}>
        {consent.phase === 'sending' ? t('continue_sending') : t('continue_confirm', { host: hold.host })}
      </button>
      <p class="consent-refused" role="alert">
        {consent.phase === 'refused' && t('continue_refused')}
      </p>
    </form>
  )
}

interface DurationsProps {
  readonly chosen: ExceptionDuration
  readonly onChoose: (duration: ExceptionDuration) => void
}

function Durations({ chosen, onChoose }: DurationsProps) {
  const { t } = useUi()
  return (
    <fieldset>
      <legend>{t('continue_duration')}</legend>
      {DURATIONS.map((duration) => (
        <label key={duration} class="choice">
          <input
            type="radio"
            name="duration"
            value={duration}
            checked={duration === chosen}
            onChange={() => {
              onChoose(duration)
            }}
          />
          {t(keyOf('duration', duration))}
        </label>
      ))}
    </fieldset>
  )
}

interface TypedHostProps {
  readonly host: string
  readonly consent: ConsentState
  readonly actions: InterstitialActions
}

function TypedHost({ host, consent, actions }: TypedHostProps) {
  const { t } = useUi()
  const refuse = (event: Event) => {
    event.preventDefault()
    actions.refusePaste()
  }
  return (
    <div class="typed-host">
      <label for="typed-host">{t('continue_typed', { host })}</label>
      <input
        id="typed-host"
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby="typed-host-note"
        value={consent.typedHost}
        onPaste={refuse}
        onDrop={refuse}
        onInput={(event: TargetedEvent<HTMLInputElement>) => {
          actions.typeHost(event.currentTarget.value)
        }}
      />
      <output id="typed-host-note" class="typed-host-note">
        {consent.wasPasted && t('continue_typed_by_hand')}
      </output>
    </div>
  )
}

function riskKey(hold: Hold): 'risk_revoked' | 'risk_unverifiable' | 'risk_unverified' {
  switch (verdictKindOf(hold)) {
    case 'revoked':
      return 'risk_revoked'
    case 'unverifiable':
    case 'overridden':
      return 'risk_unverifiable'
    case 'unverified':
    case 'verified':
    case 'exempt':
      return 'risk_unverified'
  }
}
