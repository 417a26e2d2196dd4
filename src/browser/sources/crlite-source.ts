import { askCrlite } from '../../pki/crlite/ask.ts'
import type { Clubcard } from '../../pki/crlite/clubcard.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Clock } from '../../policy/clock.ts'
import type { Evidence, Status } from '../../policy/evidence.ts'
import { OFFLINE_MAX_AGE_MS } from '../../policy/freshness.ts'
import type { Inquiry, Source, Subject } from '../../policy/source.ts'

/** The filters in force, opened. Times are milliseconds since the epoch. */
export interface CrliteData {
  readonly filters: readonly Clubcard[]
  /** Revocations up to then are in them. */
  readonly effectiveTimestamp: number
  /** When it was last seen that there are no newer ones. */
  readonly checkedAt: number
}

interface CrliteSourceParts {
  readonly clock: Clock
  readonly crypto: Pick<WebCrypto, 'digest'>
  /** `off`: the user does not want them; undefined: they have not come yet. */
  readonly load: () => Promise<CrliteData | 'off' | undefined>
}

/** CRLite: what Mozilla found on the CRLs of all CAs, looked up here, so that nobody learns what was looked up. */
export function createCrliteSource({ clock, crypto, load }: CrliteSourceParts): Source {
  return {
    id: 'crlite',
    async recall(subject, inquiry) {
      // Filters are about end-entity certificates; of the others OneCRL knows.
      if (subject.role !== 'leaf') return undefined
      const startedAt = clock.now()
      const data = await load()
      if (data === 'off') return undefined
      const common = { source: 'crlite', obtained: 'stored', at: data?.checkedAt ?? startedAt } as const
      if (data === undefined) return { ...common, status: { kind: 'unknown', cause: 'no-data' }, tookMs: 0 }
      const stated = await state(data, subject, inquiry)
      return { ...common, ...stated, tookMs: clock.now() - startedAt }
    },
  }

  /**
   * The age is that of the data: a server, or somebody in its place, that keeps giving the same old data keeps nobody's
   * filters fresh.
   */
  async function state(
    { filters, effectiveTimestamp: thisUpdate, checkedAt }: CrliteData,
    subject: Subject,
    { freshness }: Inquiry,
  ): Promise<Pick<Evidence, 'status' | 'thisUpdate' | 'until'>> {
    const until = Math.min(
      thisUpdate + Math.min(freshness.maxAge, OFFLINE_MAX_AGE_MS),
      subject.certificate.notAfter,
    )
    if (until <= clock.now()) return { status: { kind: 'unknown', cause: 'filter-stale' }, thisUpdate, until }
    const status = statusOf(await askCrlite(filters, subject, crypto))
    // Of a time to come it is where the clock has been set back since: that alone counts which no time undoes.
    const isFromLater = checkedAt > clock.now() + freshness.skew
    if (isFromLater && status.kind !== 'revoked') {
      return { status: { kind: 'unknown', cause: 'filter-stale' }, thisUpdate, until }
    }
    return { status, thisUpdate, until }
  }
}

function statusOf(answer: Awaited<ReturnType<typeof askCrlite>>): Status {
  return answer.kind === 'revoked' ? { ...answer, at: undefined, reason: undefined } : answer
}
