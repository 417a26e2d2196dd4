import { findInOneCrl } from '../../pki/onecrl/look-up.ts'
import type { OneCrlIndex } from '../../pki/onecrl/onecrl-index.ts'
import type { OneCrlRecord } from '../../pki/onecrl/parse-record.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { Clock } from '../../policy/clock.ts'
import type { Evidence, Status } from '../../policy/evidence.ts'
import { OFFLINE_MAX_AGE_MS } from '../../policy/freshness.ts'
import type { Source, Subject } from '../../policy/source.ts'

/** Times are milliseconds since the epoch. */
export interface OneCrlData {
  readonly index: OneCrlIndex
  /** Of its last change. */
  readonly timestamp: number
  /** When it was last seen that this is all. */
  readonly checkedAt: number
}

interface OneCrlSourceParts {
  readonly clock: Clock
  readonly crypto: Pick<WebCrypto, 'digest'>
  /** `off`: the user does not want it; undefined: it has not come yet. */
  readonly load: () => Promise<OneCrlData | 'off' | undefined>
}

/** OneCRL: Mozilla's list of certificates, most of them of CAs, that must not be trusted any more. */
export function createOneCrlSource({ clock, crypto, load }: OneCrlSourceParts): Source {
  return {
    id: 'onecrl',
    async recall(subject) {
      const startedAt = clock.now()
      const data = await load()
      if (data === 'off' || data === undefined) return undefined
      const record = await findInOneCrl(data.index, subject.certificate, crypto)
      const said = record === undefined ? notListed(subject, data, clock.now()) : listed(subject, record)
      if (said === undefined) return undefined
      const { checkedAt: at, timestamp: thisUpdate } = data
      const tookMs = clock.now() - startedAt
      return { source: 'onecrl', obtained: 'stored', at, thisUpdate, tookMs, ...said }
    },
  }
}

type Said = Pick<Evidence, 'until'> & { readonly status: Status }

/** What is listed once stays so, however old the list is. When it was listed is not when it was revoked. */
function listed({ certificate }: Subject, { bug }: OneCrlRecord): Said {
  const detail = bug === undefined ? {} : { detail: `https://bugzilla.mozilla.org/show_bug.cgi?id=${bug}` }
  return {
    status: { kind: 'revoked', at: undefined, reason: undefined, ...detail },
    until: certificate.notAfter,
  }
}

/**
 * CAs must disclose the intermediates under built-in roots that they revoke, and those are listed. About all others, that
 * they are not listed says nothing.
 */
function notListed(
  { role, isBuiltInRoot, certificate }: Subject,
  data: OneCrlData,
  now: number,
): Said | undefined {
  if (role === 'leaf' || !isBuiltInRoot) return undefined
  // The list changes every few weeks: what counts is how long ago it was last compared.
  const until = Math.min(data.checkedAt + OFFLINE_MAX_AGE_MS, certificate.notAfter)
  // Of a time to come it is where the clock has been set back since.
  const isFromLater = data.checkedAt > now + SKEW_MS
  if (isFromLater || until <= now) return { status: { kind: 'unknown', cause: 'filter-stale' }, until }
  return { status: { kind: 'good' }, until }
}

const SKEW_MS = 5 * 60_000
