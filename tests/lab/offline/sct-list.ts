/** When a log has seen a certificate. */
export interface SctPlan {
  readonly logId: Uint8Array
  /** Milliseconds since the epoch. */
  readonly timestamp: number
}

/** SignedCertificateTimestampList (RFC 6962 §3.3), with signatures that nobody checks. */
export function sctList(scts: readonly SctPlan[]): Uint8Array {
  return withLength(Buffer.concat(scts.map((sct) => withLength(encodeSct(sct)))))
}

function encodeSct({ logId, timestamp }: SctPlan): Buffer {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(timestamp))
  const version = Buffer.of(0)
  const noExtensions = Buffer.of(0, 0)
  const ecdsaWithSha256 = Buffer.of(4, 3)
  return Buffer.concat([
    version,
    logId,
    time,
    noExtensions,
    ecdsaWithSha256,
    withLength(Buffer.alloc(70, 0x30)),
  ])
}

/** RFC 8446 §3.4, with two bytes of length. */
function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}
