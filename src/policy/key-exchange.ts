/** How both sides came by a common secret. */
export type KeyExchange =
  /** TLS 1.3, which knows no other (RFC 8446 §1.2; Firefox resumes with `psk_dhe_ke` alone, §4.2.9). */
  | 'tls13'
  | 'ecdhe'
  | 'dhe'
  /** The browser encrypts the secret to the key in the certificate (RFC 5246 §7.4.7.1). */
  | 'static-rsa'
  /** One half of the agreement is the key in the certificate, for ever the same (RFC 4492 §2.1, RFC 5246 §8.1.2). */
  | 'static-ecdh'
  | 'static-dh'

export type ForwardSecrecy = 'yes' | 'no' | 'unknown'

/** By how the names of cipher suites begin (RFC 5246 appendix A.5, RFC 8446 appendix B.4). */
const BY_PREFIX: readonly (readonly [prefix: string, exchange: KeyExchange])[] = [
  ['TLS_AES_', 'tls13'],
  ['TLS_CHACHA20_', 'tls13'],
  ['TLS_ECDHE_', 'ecdhe'],
  ['TLS_DHE_', 'dhe'],
  ['TLS_RSA_WITH_', 'static-rsa'],
  ['TLS_ECDH_', 'static-ecdh'],
  ['TLS_DH_', 'static-dh'],
]

/** A new pair of keys for each connection, thrown away after it: or the same key for years. */
const FORWARD_SECRECY: Readonly<Record<KeyExchange, ForwardSecrecy>> = {
  tls13: 'yes',
  ecdhe: 'yes',
  dhe: 'yes',
  'static-rsa': 'no',
  'static-ecdh': 'no',
  'static-dh': 'no',
}

/** Undefined for a suite that is not known here. */
export function keyExchangeOf(cipherSuite: string): KeyExchange | undefined {
  return BY_PREFIX.find(([prefix]) => cipherSuite.startsWith(prefix))?.[1]
}

/** Whether recorded traffic stays secret when the server's key becomes known later. */
export function forwardSecrecyOf(cipherSuite: string): ForwardSecrecy {
  const exchange = keyExchangeOf(cipherSuite)
  return exchange === undefined ? 'unknown' : FORWARD_SECRECY[exchange]
}

/**
 * Whether a group, as Firefox names it, is a hybrid with ML-KEM, or with the draft of it that came before: ESR 153 reports
 * `mlkem768x25519`, and knows `secp256r1mlkem768` and `xyber768d00`.
 */
export function isPostQuantum(group: string): boolean {
  return /mlkem|[kx]yber/i.test(group)
}
