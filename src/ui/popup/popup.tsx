import type { PageState } from '../../browser/messages.ts'
import { useUi } from '../context.ts'
import type { Copy } from '../copy-button.tsx'
import { Chain } from '../evidence/chain.tsx'
import { type AccessActions, MissingAccess } from '../access/missing-access.tsx'
import type { AccessState } from '../access/model.ts'
import { Actions } from './actions.tsx'
import { type HeldActions, HeldPages } from '../held/held-pages.tsx'
import { Connection } from './connection.tsx'
import type { PopupState } from './model.ts'
import { Others } from './others.tsx'
import { Refused } from './refusal/refused.tsx'
import { Summary } from './summary.tsx'

export interface PopupActions extends HeldActions, AccessActions {
  readonly checkAgain: () => void
  readonly exportEvidence: () => void
  readonly endException: () => void
  readonly openOptions: () => void
  /** Would this Firefox notice by itself? */
  readonly openSelfTest: () => void
  readonly copy: Copy
}

interface Props {
  readonly state: PopupState
  readonly access: AccessState
  readonly actions: PopupActions
}

export function Popup({ state, access, actions }: Props) {
  const page = state.isUnreachable ? undefined : state.page
  return (
    <main {...testMarks(state)}>
      <MissingAccess access={access} actions={actions} />
      <Summary state={state} onEndException={actions.endException} />
      {page?.kind === 'checked' && <Details page={page} settings={state.settings} />}
      {page?.kind === 'refused' && <Refused page={page} copy={actions.copy} />}
      <HeldPages held={state.held} actions={actions} />
      <Actions state={state} actions={actions} />
    </main>
  )
}

interface DetailsProps {
  readonly page: Extract<PageState, { kind: 'checked' }>
  readonly settings: PopupState['settings']
}

function Details({ page, settings }: DetailsProps) {
  const { t } = useUi()
  const { report, verdict, connection, key, others } = page
  return (
    <>
      {report && (
        <section>
          <h2>{t(verdict.kind === 'verified' ? 'chain_heading' : 'hold_evidence')}</h2>
          <Chain report={report} />
        </section>
      )}
      {connection && <Connection connection={connection} report={report} age={key} settings={settings} />}
      {others.length > 0 && <Others others={others} />}
    </>
  )
}

/** Attributes that tests read. */
function testMarks({ page, isUnreachable }: PopupState) {
  const checked = page?.kind === 'checked' ? page : undefined
  return {
    'data-kind': isUnreachable ? 'unreachable' : (page?.kind ?? 'waiting'),
    'data-reason': page?.kind === 'not-checked' ? page.reason : undefined,
    'data-refusal': page?.kind === 'refused' ? page.refusal : undefined,
    'data-verdict': checked?.verdict.kind,
    'data-cause': checked?.verdict.cause,
    'data-source': checked?.verdict.source,
    'data-certificate': checked?.verdict.certificate,
    'data-action': checked?.action,
  }
}
