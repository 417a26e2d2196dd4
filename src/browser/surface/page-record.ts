import type { ChainReport } from '../../policy/report.ts'
import type { Verdict } from '../../policy/verdict.ts'
import type { ConnectionFacts, FirefoxRefusal, NotChecked, OtherHost, PageState } from '../messages.ts'

/** What a tab shows, as far as this add-on is concerned. A plain value. */
export type PageRecord =
  | { readonly kind: 'not-checked'; readonly reason: NotChecked; readonly host?: string }
  | {
      readonly kind: 'refused'
      readonly host: string
      readonly refusal: FirefoxRefusal
      readonly error: string
    }
  | {
      readonly kind: 'seen'
      readonly requestId: string
      readonly host: string
      readonly isPrivate: boolean
      readonly action: 'allowed' | 'held' | 'excepted'
      readonly fingerprint: string | undefined
      readonly connection: ConnectionFacts | undefined
      /** Both undefined while the check goes on. */
      readonly verdict: Verdict | undefined
      readonly report: ChainReport | undefined
      readonly others: readonly OtherHost[]
    }

export function stateOf(record: PageRecord): PageState {
  if (record.kind !== 'seen') return record
  const { host, action, report, verdict, connection, others } = record
  return verdict === undefined
    ? { kind: 'checking', host }
    : { kind: 'checked', host, action, report, verdict, connection, others }
}
