import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate, DistributionPoint } from '../certificate/certificate.ts'
import { contextTag, DerReader, readOnly, Tag } from '../der.ts'
import { generalNames, parseDistributionPointName } from '../general-names.ts'
import type { IssuingDistributionPoint } from './issuing-distribution-point.ts'
import type { CrlFields } from './scan.ts'

/**
 * - `all`: not being listed means good;
 * - `some-reasons`: the certificate may be revoked for a reason that this CRL does not list;
 * - `none`: the CRL is about other certificates.
 */
export type Coverage = 'all' | 'some-reasons' | 'none'

/** What a CRL covers of the certificate (RFC 5280 §6.3.3 (b) and (d)). */
export function coverage(
  certificate: Certificate,
  { issuer, issuingDistributionPoint: idp }: Pick<CrlFields, 'issuer' | 'issuingDistributionPoint'>,
): Coverage {
  const isOwn = bytesEqual(issuer, certificate.issuer)
  if (!idp) return isOwn ? 'all' : 'none'
  if (!containsKind(idp, certificate.isCa)) return 'none'
  // A CRL of the certificate's issuer without a name of its own needs no distribution point (§6.3.3, last paragraph).
  const reasons = isOwn && !idp.name ? 'all' : coverageByPoints(certificate, issuer, idp)
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

/**
 * One name of the CRL must be one of a distribution point in the certificate that its issuer serves, or else the CRL is
 * about another part of what there is.
 */
function coverageByPoints(certificate: Certificate, issuer: Bytes, idp: IssuingDistributionPoint): Coverage {
  const isServed = (point: DistributionPoint) =>
    point.crlIssuer
      ? idp.indirect && directoryNames(point.crlIssuer).some((name) => bytesEqual(name, issuer))
      : bytesEqual(issuer, certificate.issuer)
  const matching = certificate.crlDistributionPoints.filter(
    (point) => isServed(point) && isNamed(point, issuer, idp.name),
  )
  if (matching.length === 0) return 'none'
  return matching.every((point) => point.partialReasons) ? 'some-reasons' : 'all'
}

/** §6.3.3 (b) (2) (i). */
function isNamed(point: DistributionPoint, issuer: Bytes, name: IssuingDistributionPoint['name']): boolean {
  if (!name) return true
  const names = namesOf(name.der, issuer)
  // A point without a name is named by its cRLIssuer; that both are there is what §4.2.1.13 demands of it.
  const wanted = point.name ? namesOf(point.name, issuer) : crlIssuerNames(point.crlIssuer)
  return wanted.some((name) => names.some((other) => bytesEqual(name, other)))
}

/** DER of every GeneralName that a DistributionPointName stands for. */
function namesOf(choice: Bytes, issuer: Bytes): readonly Bytes[] {
  const { tag, content } = readOnly(choice, choice[0] ?? 0)
  if (tag === contextTag(0)) return parseDistributionPointName(choice).fullNames
  // nameRelativeToCRLIssuer [1] is a SET of attributes to be put after those of the issuer's name.
  const issuerParts = readOnly(issuer, Tag.sequence).content
  return [element(contextTag(4), element(Tag.sequence, issuerParts, element(Tag.set, content)))]
}

/** cRLIssuer [2] GeneralNames. */
function crlIssuerNames(crlIssuer: Bytes | undefined): readonly Bytes[] {
  return crlIssuer ? generalNames(readOnly(crlIssuer, contextTag(2)).content).map(({ der }) => der) : []
}

function directoryNames(crlIssuer: Bytes): readonly Bytes[] {
  return crlIssuerNames(crlIssuer)
    .filter(([tag]) => tag === contextTag(4))
    .map((name) => new DerReader(readOnly(name, contextTag(4)).content).read(Tag.sequence).der)
}

function element(tag: number, ...contents: readonly Bytes[]): Bytes {
  const length = contents.reduce((sum, { length }) => sum + length, 0)
  const header = [tag, ...lengthOctets(length)]
  const der = new Uint8Array(header.length + length)
  der.set(header)
  let at = header.length
  for (const content of contents) {
    der.set(content, at)
    at += content.length
  }
  return der
}

/** X.690 §10.1. */
function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return [0x80 | octets.length, ...octets]
}
