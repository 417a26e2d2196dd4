import type { Statement } from '../../pki/statement.ts'
import type { Evidence, SourceId } from '../../policy/evidence.ts'

interface Origin extends Pick<Evidence, 'obtained' | 'at' | 'tookMs' | 'url' | 'document'> {
  readonly source: SourceId
}

/** What a signed document said, with where it came from. */
export function evidenceOf(
  { status, thisUpdate, nextUpdate, until, signer }: Statement,
  origin: Origin,
): Evidence {
  return {
    ...origin,
    status,
    ...(thisUpdate === undefined ? {} : { thisUpdate }),
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
    ...(until === undefined ? {} : { until }),
    ...(signer === undefined ? {} : { signer }),
  }
}
