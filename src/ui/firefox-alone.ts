import type { ConnectionFacts } from '../browser/messages.ts'
import type { ChainReport } from '../policy/report.ts'

/**
 * What Firefox by itself made of the site's certificate, as far as it can be told from CRLite, which both of them have:
 * `let-it-pass` although it is revoked there; `checked-nothing` where it is not covered and no responder was asked.
 */
export function firefoxAlone(
  report: ChainReport | undefined,
  connection: ConnectionFacts | undefined,
): 'let-it-pass' | 'checked-nothing' | undefined {
  const status = report?.certificates[0]?.evidence.find(({ source }) => source === 'crlite')?.status
  if (report === undefined || status === undefined) return undefined
  if (status.kind === 'revoked') return 'let-it-pass'
  // Under a root that is not built in Firefox asks a responder, and may have the answer from before.
  if (status.kind === 'good' || !report.isBuiltInRoot || connection?.usedOcsp !== false) return undefined
  return status.cause === 'not-covered' || status.cause === 'not-enrolled' ? 'checked-nothing' : undefined
}
