import type { Evidence, SourceId } from '../../policy/evidence.ts'
import type { Said } from './document-kind.ts'

interface Origin extends Pick<Evidence, 'obtained' | 'at' | 'tookMs' | 'url' | 'document'> {
  readonly source: SourceId
}

/** What a signed document said, with where it came from. */
export function evidenceOf(
  { status, thisUpdate, nextUpdate, until, signer, notes, alongside }: Said,
  origin: Origin,
): Evidence {
  return {
    ...origin,
    status,
    ...(thisUpdate !== undefined && { thisUpdate }),
    ...(nextUpdate !== undefined && { nextUpdate }),
    ...(until !== undefined && { until }),
    ...(signer !== undefined && { signer }),
    ...(notes !== undefined && { notes }),
    ...(alongside !== undefined && { alongside }),
  }
}

/** Revoked outweighs good, good outweighs not knowing, and the last word on not knowing is as good as the first. */
export function best(evidence: readonly Evidence[]): Evidence | undefined {
  const first = (kind: Evidence['status']['kind']) => evidence.find(({ status }) => status.kind === kind)
  return first('revoked') ?? first('good') ?? first('unknown')
}

export function nothingSaid(source: SourceId, addresses: readonly string[], at: number): Evidence {
  const cause = addresses.length === 0 ? 'no-pointer' : 'responder-timeout'
  return { source, status: { kind: 'unknown', cause }, obtained: 'observed', at, tookMs: 0 }
}
