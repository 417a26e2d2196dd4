import type { Cause } from './cause.ts'
import type { Evidence, SourceId } from './evidence.ts'
import type { ChainReport } from './report.ts'
import type { Verdict, VerdictKind } from './verdict.ts'

/** Something that was not let through, or was, against advice. A plain value: it is stored and exported as it is. */
export interface Incident {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** `continued`: the user went on to a page that was held back. */
  readonly what: 'page' | 'frame' | 'part' | 'continued'
  readonly host: string
  readonly verdict: VerdictKind
  readonly cause?: Cause
  readonly source?: SourceId
  /** Of the certificate that the verdict rests on; undefined where none could be read. */
  readonly certificate?: IncidentCertificate
}

export interface IncidentCertificate {
  readonly role: 'leaf' | 'intermediate'
  readonly fingerprint: string
  readonly subjectName: string
  readonly issuerName: string
  readonly serial: string
  readonly evidence: readonly Evidence[]
}

interface Occurrence extends Pick<Incident, 'id' | 'at' | 'what' | 'host'> {
  readonly verdict: Verdict
  readonly report: ChainReport | undefined
}

export function incidentOf({ verdict, report, ...occurrence }: Occurrence): Incident {
  const certificate = report?.certificates[verdict.certificate]
  return {
    ...occurrence,
    verdict: verdict.kind,
    ...(verdict.cause !== undefined && { cause: verdict.cause }),
    ...(verdict.source !== undefined && { source: verdict.source }),
    ...(certificate !== undefined && {
      certificate: {
        role: certificate.role,
        fingerprint: certificate.fingerprint,
        subjectName: certificate.subjectName,
        issuerName: certificate.issuerName,
        serial: certificate.serial,
        evidence: certificate.evidence,
      },
    }),
  }
}

/** A page that is tried again every few seconds is one incident. */
const SAME_WITHIN_MS = 10 * 60_000

/** The log with one more, the newest last: at most so many, and not the same twice within a while. */
export function withIncident(
  log: readonly Incident[],
  incident: Incident,
  limit: number,
): readonly Incident[] {
  const isSame = (other: Incident) =>
    other.host === incident.host &&
    other.what === incident.what &&
    other.verdict === incident.verdict &&
    other.cause === incident.cause &&
    other.certificate?.fingerprint === incident.certificate?.fingerprint &&
    Math.abs(incident.at - other.at) < SAME_WITHIN_MS
  return log.some(isSame) ? log : [...log, incident].slice(-limit)
}
