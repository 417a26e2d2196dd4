import type { Cause } from '../../policy/cause.ts'
import type { VerdictKind } from '../../policy/verdict.ts'
import type { Hold, InterstitialState } from './state.ts'

/** What is on screen. */
export type View =
  | { readonly kind: 'waiting' | 'gone' | 'unreachable' }
  /** Nobody knows of it any more but this page itself, which leaves to have it judged anew. */
  | { readonly kind: 'reopening'; readonly url: string; readonly host: string }
  | { readonly kind: 'checking' | 'released'; readonly hold: Hold }
  | { readonly kind: 'settled'; readonly hold: Hold; readonly isCheckingAgain: boolean }

export function viewOf(state: InterstitialState): View {
  const { hold, outcome, isUnreachable } = state
  const url = goneTo(state)
  if (isUnreachable) return { kind: 'unreachable' }
  if (hold === undefined) return { kind: 'waiting' }
  switch (hold.phase) {
    case 'gone':
      return url === undefined ? { kind: 'gone' } : { kind: 'reopening', url, host: new URL(url).host }
    case 'released':
      return { kind: 'released', hold }
    case 'settled':
      return { kind: 'settled', hold, isCheckingAgain: hold.isTryingAgain }
    case 'checking':
      return outcome ? { kind: 'settled', hold: outcome, isCheckingAgain: true } : { kind: 'checking', hold }
  }
}

/** A check that ended in a fault of our own has no verdict, and counts as unverified. */
export function verdictKindOf({ verdict }: Hold): VerdictKind {
  return verdict?.kind ?? 'unverified'
}

/** Undefined where the verdict speaks for itself. */
export function causeOf(hold: Hold): Cause | undefined {
  return hold.verdict === undefined ? 'internal-fault' : hold.verdict.cause
}

/** Where a page is that nobody knows of any more. */
export function goneTo({ hold, page }: InterstitialState): string | undefined {
  return hold?.phase === 'gone' ? (hold.url ?? page) : undefined
}
