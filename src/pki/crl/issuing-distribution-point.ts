import type { Bytes } from '../bytes.ts'
import { contextTag, primitiveContextTag, readSequence } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { namedBits } from '../der-values.ts'
import { readDefaultFalse } from '../extensions.ts'
import { type DistributionPointName, parseDistributionPointName } from '../general-names.ts'
import { PkiError } from '../pki-error.ts'

/** RFC 5280 §5.2.5: what a CRL is about, where that is not everything its issuer has issued. */
export interface IssuingDistributionPoint {
  /** The whole extension, for comparison. */
  readonly der: Bytes
  readonly name: DistributionPointName | undefined
  readonly contains: 'all' | 'user-certificates' | 'ca-certificates' | 'attribute-certificates'
  readonly someReasonsOnly: boolean
  readonly indirect: boolean
}

export function parseIssuingDistributionPoint(value: Bytes): IssuingDistributionPoint {
  requireDer(value)
  const reader = readSequence(value)
  // "CAs MUST NOT issue CRLs where the DER encoding of the issuing distribution point extension is an empty sequence."
  if (reader.done) throw new PkiError('malformed', 'empty issuing distribution point')
  const name = reader.readOptional(contextTag(0))
  const user = readDefaultFalse(reader, primitiveContextTag(1))
  const ca = readDefaultFalse(reader, primitiveContextTag(2))
  const reasons = reader.readOptional(primitiveContextTag(3))
  const indirect = readDefaultFalse(reader, primitiveContextTag(4))
  const attribute = readDefaultFalse(reader, primitiveContextTag(5))
  reader.finish()
  if (reasons) namedBits(reasons.content)
  return {
    der: value,
    name: name && parseDistributionPointName(name.content),
    contains: contentsOf(user, ca, attribute),
    someReasonsOnly: reasons !== undefined,
    indirect,
  }
}

/** "at most one … may be set to TRUE". */
function contentsOf(user: boolean, ca: boolean, attribute: boolean): IssuingDistributionPoint['contains'] {
  if (Number(user) + Number(ca) + Number(attribute) > 1) throw new PkiError('malformed', 'CRL of nothing')
  if (user) return 'user-certificates'
  if (ca) return 'ca-certificates'
  return attribute ? 'attribute-certificates' : 'all'
}
