import type { Incident } from '../../policy/incident.ts'
import { useUi } from '../context.ts'
import { causeText, keyOf, sourceText } from '../i18n.ts'
import { Time } from '../time.tsx'
import type { Notice } from './model.ts'
import { IncidentEvidence } from './incident-evidence.tsx'
import { Section } from './section.tsx'

/** The rest is in the file that can be exported. */
const SHOWN = 50

export interface IncidentActions {
  readonly exportIncidents: () => void
  readonly clearIncidents: () => void
}

interface Props {
  /** Newest last. */
  readonly incidents: readonly Incident[]
  readonly notice: Notice | undefined
  readonly actions: IncidentActions
}

/** What was held back, refused or gone on to. */
export function Incidents({ incidents, notice, actions }: Props) {
  const { t } = useUi()
  const isEmpty = incidents.length === 0
  return (
    <Section id="incidents" heading={t('incidents_heading')} confirms="incidents" notice={notice}>
      {isEmpty ? (
        <p class="empty">{t('incidents_none')}</p>
      ) : (
        <IncidentTable incidents={incidents.slice(-SHOWN).toReversed()} />
      )}
      <div class="with-note">
        <button type="button" id="export-incidents" disabled={isEmpty} onClick={actions.exportIncidents}>
          {t('incidents_export')}
        </button>
        <button type="button" id="clear-incidents" disabled={isEmpty} onClick={actions.clearIncidents}>
          {t('incidents_clear')}
        </button>
        <p class="field-about">{t('incidents_about')}</p>
      </div>
    </Section>
  )
}

function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  const { t } = useUi()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('incidents_host')}</th>
          <th scope="col">{t('incidents_why')}</th>
          <th scope="col">{t('incidents_when')}</th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </tbody>
    </table>
  )
}

function IncidentRow({ incident }: { readonly incident: Incident }) {
  const { t, format, now } = useUi()
  const { at, what, host, verdict, cause, source } = incident
  return (
    <>
      <tr class="incident" data-host={host} data-what={what}>
        <th scope="row">
          <span class="exception-host">{host}</span>
          <span class="tag">{t(keyOf('incident', what))}</span>
        </th>
        <td data-label={t('incidents_why')}>
          <span class={`word word-${verdict}`}>{t(keyOf('word', verdict))}</span>
          {cause !== undefined && <span class="exception-cause">{causeText(t, cause)}</span>}
          {source !== undefined && <span class="exception-cause">{sourceText(t, source)}</span>}
        </td>
        <td data-label={t('incidents_when')}>
          <Time at={at}>{format.nearMoment(at, now)}</Time>
        </td>
      </tr>
      <tr class="incident-more">
        <td colSpan={3}>
          <IncidentEvidence incident={incident} />
        </td>
      </tr>
    </>
  )
}
