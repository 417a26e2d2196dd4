import type { Bytes } from './bytes.ts'
import { type DerReader, Tag } from './der.ts'
import { bitStringBytes } from './der-values.ts'

/** What certificates, CRLs and OCSP responses have in common: exact slices of what was received. */
export interface Signed {
  /** Header included: the bytes that are signed. */
  readonly tbs: Bytes
  readonly signatureAlgorithm: Bytes
  readonly signature: Bytes
}

export function readSigned(reader: DerReader): Signed {
  return {
    tbs: reader.read(Tag.sequence).der,
    signatureAlgorithm: reader.read(Tag.sequence).der,
    signature: bitStringBytes(reader.read(Tag.bitString).content),
  }
}
