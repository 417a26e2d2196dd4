import type { Hold } from '../guard/hold.ts'
import type { GuardedRequest, Sighting } from '../guard/sighting.ts'
import { type Incident, incidentOf } from '../../policy/incident.ts'
import type { IncidentLog } from '../storage/incident-log.ts'

interface NoteParts {
  readonly log: IncidentLog
  readonly newId: () => string
  readonly now: () => number
}

const WHAT: Readonly<Record<GuardedRequest['role'], Incident['what']>> = {
  page: 'page',
  frame: 'frame',
  worker: 'part',
  download: 'part',
  part: 'part',
}

/** Enters what was refused into the log, private windows left out. */
export function createNoteIncidents({ log, newId, now }: NoteParts) {
  const note = (
    what: Incident['what'],
    { host, isPrivate, verdict, report }: Pick<Hold, 'host' | 'isPrivate' | 'verdict' | 'report'>,
  ): void => {
    if (isPrivate || verdict === undefined) return
    void log.add(incidentOf({ id: newId(), at: now(), what, host, verdict, report }))
  }
  return {
    onSighting: ({ request, action, verdict, report }: Sighting): void => {
      const { role, host, isPrivate } = request
      if (action === 'held') note(WHAT[role], { host, isPrivate, verdict, report })
    },
    /** A page that was held while its check went on stays so. */
    onSettled: (hold: Hold): void => note('page', hold),
    onContinued: (hold: Hold): void => note('continued', hold),
  }
}
