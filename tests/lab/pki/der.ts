import type * as asn1 from 'asn1js'

/** DER of a signed pkijs object; `true`: encoded from its fields, just as `sign` did. */
export function encodeSigned(object: { toSchema(encodeFlag: true): asn1.BaseBlock }): Uint8Array {
  return new Uint8Array(object.toSchema(true).toBER(false))
}
