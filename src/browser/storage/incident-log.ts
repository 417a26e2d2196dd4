import { type Incident, type IncidentCertificate, withIncident } from '../../policy/incident.ts'
import { isEvidence, isVerdictKind } from '../../policy/report-shape.ts'
import { hasFields, isListOf, isNumber, isOneOf, isOptional, isText } from '../../policy/shape.ts'
import type { StorageSlice } from './session-table.ts'

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
  // One change after another, each on what the one before has left.
  let last: Promise<void> = Promise.resolve()
  const change = (edit: (log: readonly Incident[]) => readonly Incident[]): Promise<void> => {
    last = last.then(async () => {
      const log = await read(local)
      const changed = edit(log)
      if (changed !== log) await local.set({ [KEY]: changed }).catch(() => undefined)
    })
    return last
  }
  return {
    async list() {
      await last
      return read(local)
    },
    add: (incident) => change((log) => withIncident(log, incident, LIMIT)),
    clear: () => change(() => []),
  }
}

async function read(local: StorageSlice): Promise<readonly Incident[]> {
  try {
    const stored = (await local.get(KEY))[KEY]
    return Array.isArray(stored) ? stored.filter(isIncident) : []
  } catch {
    return []
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
      fingerprint: isText,
      subjectName: isText,
      evidence: isListOf(isEvidence),
    }),
  ),
})
