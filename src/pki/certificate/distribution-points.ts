import type { Bytes } from '../bytes.ts'
import { contextTag, DerReader, primitiveContextTag, readSequence, Tag } from '../der.ts'
import { namedBits } from '../der-values.ts'
import { generalNames, parseDistributionPointName } from '../general-names.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import type { DistributionPoint } from './certificate.ts'

/** CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint (RFC 5280 §4.2.1.13). */
export function parseDistributionPoints(value: Bytes): readonly DistributionPoint[] {
  const reader = readSequence(value)
  const points: DistributionPoint[] = []
  while (!reader.done) {
    points.push(parseDistributionPoint(reader.read(Tag.sequence).content))
    if (points.length > limits.distributionPoints) throw new PkiError('too-large', 'distribution points')
  }
  if (points.length === 0) throw new PkiError('malformed', 'no distribution point')
  return points
}

export function urlsOf(points: readonly DistributionPoint[]): readonly string[] {
  return points.flatMap(({ urls }) => urls)
}

function parseDistributionPoint(content: Bytes): DistributionPoint {
  const reader = new DerReader(content)
  const name = reader.readOptional(contextTag(0))
  const reasons = reader.readOptional(primitiveContextTag(1))
  const crlIssuer = reader.readOptional(contextTag(2))
  reader.finish()
  // "a DistributionPoint MUST NOT consist of only the reasons field"
  if (!name && !crlIssuer) throw new PkiError('malformed', 'distribution point without name and issuer')
  if (reasons) namedBits(reasons.content)
  if (crlIssuer) generalNames(crlIssuer.content)
  const point = name && parseDistributionPointName(name.content)
  return {
    urls: point?.urls ?? [],
    ...(point && { name: point.der }),
    ...(crlIssuer && { crlIssuer: crlIssuer.der }),
    partialReasons: reasons !== undefined,
  }
}
