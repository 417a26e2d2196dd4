import type { Level } from './settings.ts'
import type { VerdictKind } from './verdict.ts'

/** `page`: a document that the user sees, in a tab or a frame. `part`: whatever a document loads. */
export type Scope = 'page' | 'part'

export type Action = 'allow' | 'hold'

const HELD: Record<Level, Record<Scope, ReadonlySet<VerdictKind>>> = {
  watch: { page: new Set(), part: new Set() },
  guard: { page: new Set(['revoked', 'unverified']), part: new Set(['revoked']) },
  lockdown: {
    page: new Set(['revoked', 'unverified', 'unverifiable']),
    part: new Set(['revoked', 'unverified', 'unverifiable']),
  },
}

/** What a level does with a verdict, exceptions aside. */
export function actionFor(verdict: VerdictKind, level: Level, scope: Scope): Action {
  return HELD[level][scope].has(verdict) ? 'hold' : 'allow'
}
