/** What can be told of a staple, which Firefox keeps from add-ons. */
export type Stapling =
  /** A responder was asked, which Firefox does only where no good answer was stapled. */
  | 'none-good'
  /** The same, though the certificate demands one: it was sent, and did not count. */
  | 'sent-in-vain'
  /** The certificate demands one, and without it Firefox would have refused: one was sent, whatever it said. */
  | 'sent'
  /** Nobody but Firefox knows. */
  | 'hidden'

interface Circumstances {
  /** Some certificate of the chain does (a CA's binds those it issues). */
  readonly mustStaple: boolean
  /** Firefox itself asked a responder on this connection. */
  readonly usedOcsp: boolean
}

/** Firefox judges a staple before it asks (mozilla::psm CertVerifier), and demands one at the end (RFC 7633 §4.2.3.1). */
export function staplingOf({ mustStaple, usedOcsp }: Circumstances): Stapling {
  if (usedOcsp) return mustStaple ? 'sent-in-vain' : 'none-good'
  return mustStaple ? 'sent' : 'hidden'
}
