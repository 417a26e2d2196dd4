import type { Bytes } from '../bytes.ts'
import { readSequence, Tag } from '../der.ts'
import { smallInteger } from '../der-values.ts'
import { PkiError } from '../pki-error.ts'

/** TLS extensions that the certificate demands: Features ::= SEQUENCE OF INTEGER (RFC 7633 §4). */
export function parseTlsFeatures(value: Bytes): readonly number[] {
  const reader = readSequence(value)
  const features: number[] = []
  while (!reader.done) features.push(smallInteger(reader.read(Tag.integer).content))
  // A demand of nothing is a mistake; mozilla::pkix refuses it, too.
  if (features.length === 0) throw new PkiError('malformed', 'no TLS feature')
  return features
}

/** RFC 6066 §1.1. */
export const statusRequest = 5
