import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate, DistributionPoint } from '../certificate/certificate.ts'
import { parseDistributionPointName } from '../general-names.ts'
import type { IssuingDistributionPoint } from './issuing-distribution-point.ts'

/**
 * - `all`: not being listed means good;
 * - `some-reasons`: the certificate may be revoked for a reason that this CRL does not list;
 * - `none`: the CRL is about other certificates.
 */
export type Coverage = 'all' | 'some-reasons' | 'none'

/** What a CRL with this issuing distribution point covers of the certificate (RFC 5280 §6.3.3 (b) and (d)). */
export function coverage(certificate: Certificate, idp: IssuingDistributionPoint | undefined): Coverage {
  if (!idp) return 'all'
  if (!containsKind(idp, certificate.isCa)) return 'none'
  const reasons = idp.name ? coverageByName(certificate.crlDistributionPoints, idp.name) : 'all'
  return reasons === 'all' && idp.someReasonsOnly ? 'some-reasons' : reasons
}

function containsKind({ contains }: IssuingDistributionPoint, isCa: boolean): boolean {
  switch (contains) {
    case 'all':
      return true
    case 'user-certificates':
      return !isCa
    case 'ca-certificates':
      return isCa
    case 'attribute-certificates':
      return false
  }
}

type Name = NonNullable<IssuingDistributionPoint['name']>

/**
 * One name of the CRL must be one of a distribution point in the certificate, or else the CRL is about another part of
 * what the issuer has issued. Points with an issuer of their own are not served by the certificate's issuer.
 */
function coverageByName(points: readonly DistributionPoint[], name: Name): Coverage {
  const matching = points.filter((point) => point.crlIssuer === undefined && isNamed(point, name))
  if (matching.length === 0) return 'none'
  return matching.every((point) => point.partialReasons) ? 'some-reasons' : 'all'
}

function isNamed(point: DistributionPoint, { der, fullNames }: Name): boolean {
  if (point.name === undefined) return false
  if (bytesEqual(point.name, der)) return true
  const { fullNames: names } = parseDistributionPointName(point.name)
  return names.some((name) => includes(fullNames, name))
}

function includes(names: readonly Bytes[], wanted: Bytes): boolean {
  return names.some((name) => bytesEqual(name, wanted))
}
