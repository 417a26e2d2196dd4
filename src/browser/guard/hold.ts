import type { ChainReport } from '../../policy/report.ts'
import type { Verdict } from '../../policy/verdict.ts'
import type { ConnectionFacts } from '../messages.ts'

/** A page that is held back; the interstitial in its tab knows only the id. A plain value. */
export interface Hold {
  readonly id: string
  readonly tabId: number
  readonly url: string
  readonly host: string
  readonly method: string
  readonly isPrivate: boolean
  /** A form's body, cookies and all had left before it was held back. */
  readonly wasSent: boolean
  /** SHA-256 of the leaf; undefined where our own machinery failed before it was known. */
  readonly fingerprint: string | undefined
  readonly connection: ConnectionFacts | undefined
  readonly openedAt: number
  /** See `HoldState`. */
  readonly cameBack: boolean
  /** When the check began. */
  readonly startedAt: number
  /** Undefined while the check goes on. */
  readonly verdict: Verdict | undefined
  readonly report: ChainReport | undefined
  /** When the interstitial was first told the verdict: nobody can have read it before. */
  readonly shownAt: number | undefined
  /** How often it was tried again without the user. */
  readonly attempts: number
  /** When that is due next; undefined where waiting mends nothing. */
  readonly retryAt: number | undefined
}
