import type { VerdictKind } from '../policy/verdict.ts'

/** The five states of the shield; the files in `icons/` carry the same names. */
export type ShieldName = 'verified' | 'unverified' | 'revoked' | 'not-checked' | 'checking'

export function shieldOf(verdict: VerdictKind): ShieldName {
  switch (verdict) {
    case 'verified':
    case 'exempt':
      return 'verified'
    case 'unverified':
    case 'unverifiable':
    case 'overridden':
      return 'unverified'
    case 'revoked':
      return 'revoked'
  }
}
