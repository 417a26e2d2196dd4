import type { Evidence } from '../policy/evidence.ts'
import type { CertificateReport, ChainReport } from '../policy/report.ts'
import type { Verdict } from '../policy/verdict.ts'

/** The certificate that a verdict rests on. */
export function decisiveCertificate(
  report: ChainReport | undefined,
  verdict: Verdict | undefined,
): CertificateReport | undefined {
  return verdict && report?.certificates[verdict.certificate]
}

/** What was said of that certificate by the source that settled it. */
export function decisiveEvidence(
  report: ChainReport | undefined,
  verdict: Verdict | undefined,
): Evidence | undefined {
  const evidence = decisiveCertificate(report, verdict)?.evidence ?? []
  const wanted = verdict?.kind === 'revoked' ? 'revoked' : 'good'
  return evidence.find(
    ({ source, status }) =>
      status.kind === wanted && (verdict?.source === undefined || source === verdict.source),
  )
}

/** When the last word on the certificate that the verdict rests on ceased to count; undefined where there was none. */
export function lastVouchedUntil(
  report: ChainReport | undefined,
  verdict: Verdict | undefined,
): number | undefined {
  if (verdict?.kind !== 'unverified') return undefined
  const ended = (decisiveCertificate(report, verdict)?.evidence ?? []).flatMap(
    ({ obtained, until = Infinity }) => (obtained === 'stored' && until <= verdict.decidedAt ? until : []),
  )
  return ended.length === 0 ? undefined : Math.max(...ended)
}
