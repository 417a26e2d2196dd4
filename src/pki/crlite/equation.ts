import type { Bytes } from '../bytes.ts'
import type { WebCrypto } from '../web-crypto.ts'

/** What a certificate asks of every filter: 256 coefficients, and a number that says from which row on. */
export interface Equation {
  /** 32 each, the first in the lowest bit; a last 0 makes room for moving them up by some bits. */
  readonly coefficients: Int32Array<ArrayBuffer>
  /** The number, 32 bits each. */
  readonly high: number
  readonly low: number
}

/** The four little-endian words of SHA-256(issuer key hash || serial); the last is also the number. */
export async function equationOf(
  issuerKeyHash: Bytes,
  serial: Bytes,
  crypto: Pick<WebCrypto, 'digest'>,
): Promise<Equation> {
  const message = new Uint8Array(issuerKeyHash.length + serial.length)
  message.set(issuerKeyHash)
  message.set(serial, issuerKeyHash.length)
  const digest = new DataView(await crypto.digest('SHA-256', message))
  const coefficients = new Int32Array(9)
  for (let n = 0; n < 8; n++) coefficients[n] = digest.getInt32(4 * n, true)
  // The first coefficient is always 1, so that there is no equation of zeros.
  coefficients[0] = (coefficients[0] ?? 0) | 1
  return { coefficients, high: digest.getUint32(28, true), low: digest.getUint32(24, true) }
}

/** The number modulo `m`, which is below 2^32: no step exceeds what a double holds exactly. */
export function remainder({ high, low }: Equation, m: number): number {
  const upper = ((high % m) * 0x10000 + (low >>> 16)) % m
  return (upper * 0x10000 + (low & 0xffff)) % m
}
