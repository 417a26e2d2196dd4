import type { AloneRefusal } from '../../policy/alone.ts'
import type { FirefoxRefusal } from '../messages.ts'
import { nssErrorOf, refusalOf } from '../surface/firefox-refusal.ts'

const REFUSALS: Readonly<Record<FirefoxRefusal, AloneRefusal>> = {
  revoked: 'revoked',
  'unknown-certificate': 'unvouched',
  'staple-missing': 'unvouched',
  'try-later': 'unvouched',
  'responder-failed': 'unvouched',
  'bad-answer': 'unvouched',
  other: 'other',
}

/** SEC_ERROR_OCSP_SERVER_ERROR: what Firefox makes of a responder that cannot be reached. */
const SERVER_ERROR = -8071

/** SEC_ERROR_EXPIRED_CERTIFICATE, SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE, MOZILLA_PKIX_ERROR_NOT_YET_VALID_…CERTIFICATE. */
const OUTSIDE_ITS_TIME = new Set([-8181, -8162, -16379, -16378])

/** What webNavigation's error says of a certificate; undefined where it is about something else. */
export function aloneRefusal(error: string): { refusal: AloneRefusal; nss: number } | undefined {
  const nss = nssErrorOf(error)
  const refusal = refusalOf(error)
  if (nss === undefined || refusal === undefined) return undefined
  if (nss === SERVER_ERROR) return { refusal: 'responder-failed', nss }
  if (OUTSIDE_ITS_TIME.has(nss)) return { refusal: 'expired', nss }
  return { refusal: REFUSALS[refusal], nss }
}
