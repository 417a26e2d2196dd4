import type { VerdictKind } from '../../policy/verdict.ts'
import type { PageRecord } from './page-record.ts'

/** The five states of the toolbar's shield; each is a shape of its own. */
export type Face = 'verified' | 'unverified' | 'revoked' | 'not-checked' | 'checking'

const FACE_OF: Record<VerdictKind, Face> = {
  verified: 'verified',
  exempt: 'verified',
  unverified: 'unverified',
  unverifiable: 'unverified',
  overridden: 'unverified',
  revoked: 'revoked',
}

export interface Display {
  readonly face: Face
  /** Something is wrong that the user should look at. */
  readonly isAlarming: boolean
}

export function displayOf(record: PageRecord): Display {
  if (record.kind === 'not-checked') return { face: 'not-checked', isAlarming: false }
  const { verdict, others } = record
  const face = verdict === undefined ? 'checking' : FACE_OF[verdict.kind]
  const isAlarming =
    verdict?.kind === 'revoked' ||
    verdict?.kind === 'unverified' ||
    others.some(({ action }) => action === 'refused')
  return { face, isAlarming }
}
