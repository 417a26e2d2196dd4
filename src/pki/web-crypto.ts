import type { Bytes } from './bytes.ts'

/** The slice of WebCrypto's SubtleCrypto that this layer uses; handed in, since nothing here may reach for a global. */
export interface WebCrypto {
  digest(algorithm: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512', bytes: Bytes): Promise<ArrayBuffer>
  importKey(
    format: 'spki',
    key: Bytes,
    algorithm: { readonly name: string; readonly hash?: string; readonly namedCurve?: string },
    extractable: boolean,
    usages: 'verify'[],
  ): Promise<unknown>
  verify(
    algorithm: { readonly name: string; readonly hash?: string; readonly saltLength?: number },
    key: unknown,
    signature: Bytes,
    bytes: Bytes,
  ): Promise<boolean>
}
