import { type Incident, type IncidentCertificate, withIncident } from '../../policy/incident.ts'
import { isEvidence, isVerdictKind } from '../../policy/report-shape.ts'
import { hasFields, isListOf, isNumber, isOneOf, isOptional, isText } from '../../policy/shape.ts'
import type { StorageSlice } from './session-table.ts'
import { createStoredList } from './stored-list.ts'

/** What was held back or refused, newest last. No method rejects. */
export interface IncidentLog {
  readonly list: () => Promise<readonly Incident[]>
  readonly add: (incident: Incident) => Promise<void>
  readonly clear: () => Promise<void>
}

const KEY = 'incidents'
const LIMIT = 200

/** On disk: whoever keeps private windows out of it keeps them off the disk. */
export function createIncidentLog(local: StorageSlice): IncidentLog {
  const log = createStoredList(local, KEY, isIncident)
  return {
    list: log.read,
    add: (incident) => log.change((all) => withIncident(all, incident, LIMIT)).catch(() => undefined),
    clear: () => log.change(() => []).catch(() => undefined),
  }
}

const isIncident = hasFields<Incident>({
  id: isText,
  at: isNumber,
  what: isOneOf<Incident['what']>({ page: true, frame: true, part: true, continued: true }),
  host: isText,
  verdict: isVerdictKind,
  certificate: isOptional(
    hasFields<IncidentCertificate>({
      role: isOneOf<IncidentCertificate['role']>({ leaf: true, intermediate: true }),
      fingerprint: isText,
      subjectName: isText,
      issuerName: isText,
      serial: isText,
      evidence: isListOf(isEvidence),
    }),
  ),
})
