import * as asn1 from 'asn1js'

/** A signature with its last bit turned over: the DER around an ECDSA signature's two numbers stays whole. */
export function spoiled(signature: asn1.BitString): asn1.BitString {
  const bytes = new Uint8Array(signature.valueBlock.valueHexView)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return new asn1.BitString({ valueHex: bytes.buffer })
}
