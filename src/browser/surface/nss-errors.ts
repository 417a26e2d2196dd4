import type { FirefoxRefusal } from '../messages.ts'

/** An error of NSS or mozilla::pkix: its number is the same in every language. */
export interface NssError {
  readonly code: number
  readonly name: string
  readonly refusal: FirefoxRefusal
}

/** By name, as Firefox's error page gives it (security/nss/lib/util/secerr.h, mozilla/pkix/pkixnss.h). */
const ERRORS: readonly (readonly [name: string, code: number, refusal: FirefoxRefusal])[] = [
  ['SEC_ERROR_REVOKED_CERTIFICATE', -8180, 'revoked'],
  ['SEC_ERROR_OCSP_UNKNOWN_CERT', -8066, 'unknown-certificate'],
  ['MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING', -16374, 'staple-missing'],
  ['SEC_ERROR_OCSP_TRY_SERVER_LATER', -8070, 'try-later'],
  ['SEC_ERROR_OCSP_SERVER_ERROR', -8071, 'responder-failed'],
  ['SEC_ERROR_OCSP_BAD_HTTP_RESPONSE', -8073, 'responder-failed'],
  ['SEC_ERROR_OCSP_UNAUTHORIZED_REQUEST', -8068, 'responder-refused'],
  ['SEC_ERROR_OCSP_REQUEST_NEEDS_SIG', -8069, 'responder-refused'],
  ['SEC_ERROR_OCSP_MALFORMED_REQUEST', -8072, 'responder-refused'],
  ['SEC_ERROR_CERT_BAD_ACCESS_LOCATION', -8075, 'bad-pointer'],
  ['SEC_ERROR_OCSP_OLD_RESPONSE', -8060, 'answer-expired'],
  ['SEC_ERROR_OCSP_FUTURE_RESPONSE', -8061, 'answer-from-the-future'],
  ['SEC_ERROR_OCSP_MALFORMED_RESPONSE', -8063, 'answer-malformed'],
  ['SEC_ERROR_OCSP_UNKNOWN_RESPONSE_STATUS', -8067, 'answer-malformed'],
  ['SEC_ERROR_OCSP_UNKNOWN_RESPONSE_TYPE', -8074, 'answer-malformed'],
  ['SEC_ERROR_OCSP_BAD_SIGNATURE', -8035, 'answer-forged'],
  ['SEC_ERROR_OCSP_INVALID_SIGNING_CERT', -8048, 'answer-forged'],
  ['SEC_ERROR_OCSP_UNAUTHORIZED_RESPONSE', -8062, 'answer-forged'],
  ['SEC_ERROR_OCSP_RESPONDER_CERT_INVALID', -8036, 'answer-forged'],
  ['MOZILLA_PKIX_ERROR_OCSP_RESPONSE_FOR_CERT_MISSING', -16376, 'answer-for-another'],

  ['MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY', -16368, 'transparency'],
  ['SEC_ERROR_EXPIRED_CERTIFICATE', -8181, 'expired'],
  ['SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE', -8162, 'expired'],
  ['MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE', -16379, 'not-yet-valid'],
  ['MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE', -16378, 'not-yet-valid'],
  ['SSL_ERROR_BAD_CERT_DOMAIN', -12276, 'wrong-host'],
  ['SEC_ERROR_UNKNOWN_ISSUER', -8179, 'unknown-issuer'],
  ['MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT', -16370, 'self-signed'],
  ['SEC_ERROR_UNTRUSTED_ISSUER', -8172, 'distrusted'],
  ['SEC_ERROR_UNTRUSTED_CERT', -8171, 'distrusted'],
  ['MOZILLA_PKIX_ERROR_ISSUER_NO_LONGER_TRUSTED', -16367, 'distrusted'],
  ['MOZILLA_PKIX_ERROR_MITM_DETECTED', -16369, 'intercepted'],
  ['MOZILLA_PKIX_ERROR_KEY_PINNING_FAILURE', -16384, 'pinned'],
  ['SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED', -8016, 'weak'],
  ['MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE', -16382, 'weak'],
  ['MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA', -16381, 'weak'],
  ['MOZILLA_PKIX_ERROR_VALIDITY_TOO_LONG', -16375, 'weak'],
]

export const NSS_ERRORS: readonly NssError[] = ERRORS.map(([name, code, refusal]) => ({
  name,
  code,
  refusal,
}))
