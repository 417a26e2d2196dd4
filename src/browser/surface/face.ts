import type { VerdictKind } from '../../policy/verdict.ts'
import type { FirefoxRefusal } from '../messages.ts'
import type { PageRecord } from './page-record.ts'

/** The five states of the shield; each is a shape of its own, and an icon of that name. */
export type Face = 'verified' | 'unverified' | 'revoked' | 'not-checked' | 'checking'

const FACE_OF: Record<VerdictKind, Face> = {
  verified: 'verified',
  exempt: 'verified',
  unverified: 'unverified',
  unverifiable: 'unverified',
  overridden: 'unverified',
  revoked: 'revoked',
}

const FACE_OF_REFUSAL: Record<FirefoxRefusal, Face> = {
  revoked: 'revoked',
  'unknown-certificate': 'unverified',
  'staple-missing': 'unverified',
  'try-later': 'unverified',
  'responder-failed': 'unverified',
  'responder-refused': 'unverified',
  'bad-pointer': 'unverified',
  'answer-expired': 'unverified',
  'answer-from-the-future': 'unverified',
  'answer-malformed': 'unverified',
  'answer-forged': 'unverified',
  'answer-for-another': 'unverified',
  transparency: 'unverified',
  expired: 'unverified',
  'not-yet-valid': 'unverified',
  'wrong-host': 'unverified',
  'unknown-issuer': 'unverified',
  'self-signed': 'unverified',
  distrusted: 'unverified',
  intercepted: 'unverified',
  pinned: 'unverified',
  weak: 'unverified',
  handshake: 'not-checked',
  other: 'not-checked',
}

export function faceOf(verdict: VerdictKind): Face {
  return FACE_OF[verdict]
}

export function faceOfRefusal(refusal: FirefoxRefusal): Face {
  return FACE_OF_REFUSAL[refusal]
}

export interface Display {
  readonly face: Face
  /** The add-on has no access to websites. */
  readonly isBlind?: true
  /** Why Firefox itself refused the page, where it did. */
  readonly refusal?: FirefoxRefusal
  /** Something is wrong that the user should look at. */
  readonly isAlarming: boolean
}

export const BLIND: Display = { face: 'not-checked', isBlind: true, isAlarming: true }

/** Undefined where nothing was seen yet. */
export function displayOf(record: PageRecord | undefined): Display {
  if (record === undefined || record.kind === 'not-checked') return { face: 'not-checked', isAlarming: false }
  if (record.kind === 'refused') {
    const { refusal } = record
    return { face: faceOfRefusal(refusal), refusal, isAlarming: true }
  }
  const { verdict, others } = record
  const face = verdict === undefined ? 'checking' : faceOf(verdict.kind)
  const isAlarming =
    verdict?.kind === 'revoked' ||
    verdict?.kind === 'unverified' ||
    others.some(({ action }) => action === 'refused')
  return { face, isAlarming }
}
