import type { VerdictKind } from '../../policy/verdict.ts'
import { useUi } from '../context.ts'
import type { InterstitialActions } from './actions.ts'
import { Checking } from './checking.tsx'
import { HoldHead } from './hold-head.tsx'
import { LeaveButton } from './leave-button.tsx'
import type { Hold, InterstitialState } from './state.ts'
import { type View, causeOf, verdictKindOf, viewOf } from './view.ts'
import { Opening, Reopening } from './opening.tsx'
import { Settled } from './settled.tsx'

interface Props {
  readonly state: InterstitialState
  readonly actions: InterstitialActions
}

export function Interstitial({ state, actions }: Props) {
  const view = viewOf(state)
  return (
    <main class={`hold hold-${toneOf(view)}`} {...testMarks(state)}>
      <Content view={view} state={state} actions={actions} />
    </main>
  )
}

function Content({ view, state, actions }: Props & { readonly view: View }) {
  switch (view.kind) {
    case 'waiting':
      return <Waiting />
    case 'gone':
      return <Notice heading="hold_gone" about="hold_gone_about" actions={actions} />
    case 'unreachable':
      return <Notice heading="hold_unreachable" about="hold_unreachable_about" actions={actions} />
    case 'checking':
      return <Checking hold={view.hold} now={state.now} actions={actions} />
    case 'reopening':
      return <Reopening url={view.url} host={view.host} state={state} />
    case 'released':
      return <Opening hold={view.hold} state={state} />
    case 'settled':
      return (
        <Settled hold={view.hold} isCheckingAgain={view.isCheckingAgain} state={state} actions={actions} />
      )
  }
}

function Waiting() {
  const { t } = useUi()
  return <HoldHead face="checking" heading={t('hold_waiting')} told="politely" />
}

interface NoticeProps {
  readonly heading: 'hold_gone' | 'hold_unreachable'
  readonly about: 'hold_gone_about' | 'hold_unreachable_about'
  readonly actions: InterstitialActions
}

function Notice({ heading, about, actions }: NoticeProps) {
  const { t } = useUi()
  return (
    <>
      <HoldHead face="not-checked" heading={t(heading)} lead={t(about)} told="at-once" />
      <div class="actions">
        <LeaveButton actions={actions} />
      </div>
    </>
  )
}

type Tone = 'calm' | 'warning' | 'danger'

function toneOf(view: View): Tone {
  return view.kind === 'settled' ? toneOfVerdict(verdictKindOf(view.hold)) : 'calm'
}

function toneOfVerdict(verdict: VerdictKind): Tone {
  switch (verdict) {
    case 'revoked':
      return 'danger'
    case 'unverified':
    case 'unverifiable':
    case 'overridden':
      return 'warning'
    case 'verified':
    case 'exempt':
      return 'calm'
  }
}

/** Attributes that tests read. */
function testMarks({ hold, isUnreachable }: InterstitialState) {
  const held: Hold | undefined = hold && hold.phase !== 'gone' ? hold : undefined
  return {
    'data-phase': isUnreachable ? 'unreachable' : (hold?.phase ?? 'waiting'),
    'data-verdict': held?.verdict?.kind,
    'data-cause': held?.phase === 'settled' ? causeOf(held) : held?.verdict?.cause,
    'data-certificate': held?.verdict?.certificate,
    'data-source': held?.verdict?.source,
  }
}
