export type KeyKind = 'p256' | 'p384' | 'rsa2048'

export interface Key {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** The digest that goes with it in a signature. */
  readonly hash: 'SHA-256' | 'SHA-384'
  /** Something can be encrypted to it, as static RSA key exchange does. */
  readonly canEncrypt: boolean
}

export async function generateKey(kind: KeyKind): Promise<Key> {
  const { algorithm, hash } = KINDS[kind]
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  return { ...pair, hash, canEncrypt: kind === 'rsa2048' }
}

/** PKCS #8 as PEM, for node:tls. */
export async function privateKeyPem({ privateKey }: Key): Promise<string> {
  return pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', privateKey))
}

export function pem(label: string, der: ArrayBuffer | Uint8Array): string {
  const base64 = Buffer.from(der instanceof Uint8Array ? der : new Uint8Array(der)).toString('base64')
  const lines = base64.match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

const KINDS = {
  p256: { algorithm: { name: 'ECDSA', namedCurve: 'P-256' }, hash: 'SHA-256' },
  p384: { algorithm: { name: 'ECDSA', namedCurve: 'P-384' }, hash: 'SHA-384' },
  rsa2048: {
    algorithm: {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    hash: 'SHA-256',
  },
} as const
