import type { Certificate } from '../pki/certificate/certificate.ts'
import type { Freshness } from '../pki/statement.ts'
import type { Cancellation } from './cancellation.ts'
import type { Evidence, SourceId } from './evidence.ts'

/** A certificate to be judged, with the certificate that signed it in the chain that Firefox built. */
export interface Subject {
  readonly certificate: Certificate
  readonly issuer: Certificate
  readonly role: 'leaf' | 'intermediate'
  readonly isBuiltInRoot: boolean
}

/** The circumstances under which a source is asked. */
export interface Inquiry {
  readonly now: number
  readonly freshness: Freshness
  readonly cancellation: Cancellation
  /** From a private window: nothing may be written to disk. */
  readonly isPrivate: boolean
  /** The network is asked first, and what is at hand only serves where it says nothing. */
  readonly renew: boolean
  /** Nobody waits for the answer: what would take too long for a page may be fetched too. */
  readonly isBackground: boolean
  /** Told how many bytes of an answer have come so far. */
  readonly onBytes?: (received: number) => void
}

/** Where revocation truth comes from. A source that throws, rejects or hangs counts as one that said nothing. */
export interface Source {
  readonly id: SourceId
  /** What is at hand, without the network; undefined where nothing is. */
  recall(subject: Subject, inquiry: Inquiry): Promise<Evidence | undefined>
  /** What the network says; absent where all that there is to know is at hand. */
  ask?(subject: Subject, inquiry: Inquiry): Promise<Evidence>
  /** Fetches while nobody waits what was on its way when the time was up; absent where that would gain nothing. */
  fetchLater?(subject: Subject, inquiry: Inquiry): void
}

/** A source that can be asked over the network. */
export type NetworkSource = Source & Required<Pick<Source, 'ask'>>

export function isNetworkSource(source: Source): source is NetworkSource {
  return source.ask !== undefined
}
