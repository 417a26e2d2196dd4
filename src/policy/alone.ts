/** What became of a connection that Firefox made with Hardfail out of the way. A plain value. */
export type Alone =
  | { readonly kind: 'loaded' }
  /** The user has accepted Firefox's own certificate error for this site before: there was no check. */
  | { readonly kind: 'overridden' }
  /** Firefox refused the certificate. `nss` is the number of its error. */
  | { readonly kind: 'refused'; readonly refusal: AloneRefusal; readonly nss: number }
  /** Nothing that has to do with the certificate; `detail` is Firefox's name for it. */
  | { readonly kind: 'unreachable'; readonly detail: string }

export type AloneRefusal =
  | 'revoked'
  /** SEC_ERROR_OCSP_SERVER_ERROR: the responder could not be reached, now or within the last five minutes. */
  | 'responder-failed'
  /** Another failure to be vouched for: an answer that does not count, a staple that is missing. */
  | 'unvouched'
  /** The certificate or its issuer has ended or not begun yet. */
  | 'expired'
  | 'other'
