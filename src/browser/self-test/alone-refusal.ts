import type { AloneRefusal } from '../../policy/alone.ts'
import type { FirefoxRefusal } from '../messages.ts'
import { nssErrorOf, refusalOf } from '../surface/firefox-refusal.ts'

const REFUSALS: Readonly<Record<FirefoxRefusal, AloneRefusal>> = {
  revoked: 'revoked',
  'unknown-certificate': 'unvouched',
  'staple-missing': 'unvouched',
  'try-later': 'unvouched',
  // What Firefox makes of a responder that cannot be reached.
  'responder-failed': 'responder-failed',
  'responder-refused': 'unvouched',
  'bad-pointer': 'unvouched',
  'answer-expired': 'unvouched',
  'answer-from-the-future': 'unvouched',
  'answer-malformed': 'unvouched',
  'answer-forged': 'unvouched',
  'answer-for-another': 'unvouched',
  transparency: 'other',
  expired: 'expired',
  'not-yet-valid': 'expired',
  'wrong-host': 'other',
  'unknown-issuer': 'other',
  'self-signed': 'other',
  distrusted: 'other',
  intercepted: 'other',
  pinned: 'other',
  weak: 'other',
  handshake: 'other',
  other: 'other',
}

/** What webNavigation's error says of a certificate; undefined where it is about something else. */
export function aloneRefusal(error: string): { refusal: AloneRefusal; nss: number } | undefined {
  const nss = nssErrorOf(error)
  const found = refusalOf(error)
  return nss === undefined || found === undefined ? undefined : { refusal: REFUSALS[found.refusal], nss }
}
