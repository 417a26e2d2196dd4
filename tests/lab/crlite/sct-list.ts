import type { Bytes } from '../../../src/pki/bytes.ts'

/** When a log has seen a certificate; milliseconds since the epoch. */
export interface SctTime {
  readonly logId: Bytes
  readonly timestamp: number
}

/**
 * The SignedCertificateTimestampList of RFC 6962 §3.3, without valid signatures. In an OCTET STRING it is the value of
 * the extension 1.3.6.1.4.1.11129.2.4.2.
 */
export function encodeSctList(scts: readonly SctTime[]): Bytes {
  return vector(scts.flatMap((sct) => [...vector(encodeSct(sct))]))
}

/** Version 1, without extensions; "signed" by ECDSA with SHA-256. */
function encodeSct({ logId, timestamp }: SctTime): readonly number[] {
  const time = new DataView(new ArrayBuffer(8))
  time.setBigUint64(0, BigInt(timestamp))
  const signature = vector(Array.from({ length: 70 }, () => 0x30))
  return [0, ...logId, ...new Uint8Array(time.buffer), 0, 0, 4, 3, ...signature]
}

/** Two bytes of length, and content. */
function vector(content: readonly number[]): Bytes {
  return Uint8Array.of(content.length >> 8, content.length & 0xff, ...content)
}
