import type { Scope } from '../../policy/action.ts'
import type { ChainReport } from '../../policy/report.ts'
import type { Verdict } from '../../policy/verdict.ts'
import type { ConnectionFacts } from '../messages.ts'

/** A request as the guard sees it. A plain value. */
export interface GuardedRequest {
  readonly requestId: string
  readonly tabId: number
  /**
   * `page` is a tab's own document, or a download that a link leads to; `frame` one inside it; `worker` what the site's own
   * service worker fetches, perhaps for a page; `download` what is saved without a tab; `part` anything else.
   */
  readonly role: 'page' | 'frame' | 'worker' | 'download' | 'part'
  /** Firefox's number of the frame, where it is one. */
  readonly frameId?: number
  readonly url: string
  /** Host name, with the port where there is one. */
  readonly host: string
  readonly method: string
  readonly isPrivate: boolean
  /** False where it was caught before anything of it was sent. */
  readonly isSent: boolean
}

/** What the guard saw and did, told to whoever shows it. */
export interface Sighting {
  readonly request: GuardedRequest
  readonly action: 'allowed' | 'excepted' | 'held'
  /** SHA-256 of the leaf; undefined where it could not be had. */
  readonly fingerprint: string | undefined
  readonly connection: ConnectionFacts | undefined
  /** Both undefined while the check goes on. */
  readonly verdict: Verdict | undefined
  readonly report: ChainReport | undefined
}

/** What a level's rules for pages and parts mean by it: a frame shows a document, like a page, and a worker may; a download stays. */
export function scopeOf({ role }: GuardedRequest): Scope {
  return role === 'part' ? 'part' : 'page'
}
