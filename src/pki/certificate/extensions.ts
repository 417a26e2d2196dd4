import type { Bytes } from '../bytes.ts'
import { DerReader, readOnly, readSequence, Tag } from '../der.ts'
import { namedBits, oidValue, smallInteger } from '../der-values.ts'
import { parseAuthorityKeyId } from '../authority-key-id.ts'
import { type Extension, parseExtensions, readDefaultFalse } from '../extensions.ts'
import { requireGeneralName, urlOf } from '../general-names.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import type { Certificate, KeyUsage } from './certificate.ts'
import { parseDistributionPoints, urlsOf } from './distribution-points.ts'
import { parsePolicies } from './policies.ts'
import { parseSctList } from './scts.ts'
import { parseTlsFeatures, statusRequest } from './tls-feature.ts'

/** What of a certificate stands in its extensions. */
export type CertificateExtensions = Pick<
  Certificate,
  | 'isCa'
  | 'pathLength'
  | 'subjectAltName'
  | 'nameConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectKeyId'
  | 'authorityKeyId'
  | 'ocspUrls'
  | 'caIssuersUrls'
  | 'crlDistributionPoints'
  | 'freshestCrlUrls'
  | 'policies'
  | 'mustStaple'
  | 'scts'
  | 'ocspNoCheck'
  | 'unknownCriticalExtensions'
>

export const withoutExtensions: CertificateExtensions = {
  isCa: false,
  ocspUrls: [],
  caIssuersUrls: [],
  crlDistributionPoints: [],
  policies: [],
  mustStaple: false,
  scts: [],
  ocspNoCheck: false,
}

/** Reads `Extensions`. An extension that is known and malformed spoils the certificate; others are passed over. */
export function parseCertificateExtensions(der: Bytes): CertificateExtensions {
  const extensions = parseExtensions(der)
  if (extensions.length === 0) throw new PkiError('malformed', 'empty list of extensions')
  const unknownCriticalExtensions = extensions.filter(isUnknownCritical).map(({ oid }) => oid)
  const fields: CertificateExtensions = { ...withoutExtensions, unknownCriticalExtensions }
  for (const { oid, value } of extensions) Object.assign(fields, readers[oid]?.(value))
  return fields
}

function isUnknownCritical({ oid, critical }: Extension): boolean {
  return critical && !(oid in readers)
}

const readers: Readonly<Record<string, (value: Bytes) => Partial<CertificateExtensions>>> = {
  [oid.basicConstraints]: parseBasicConstraints,
  [oid.subjectAltName]: (subjectAltName) => ({ subjectAltName }),
  [oid.nameConstraints]: (nameConstraints) => ({ nameConstraints }),
  [oid.keyUsage]: (value) => ({ keyUsage: parseKeyUsage(value) }),
  [oid.extKeyUsage]: (value) => ({ extendedKeyUsage: parseExtendedKeyUsage(value) }),
  [oid.subjectKeyIdentifier]: (value) => ({ subjectKeyId: readOnly(value, Tag.octetString).content }),
  [oid.authorityKeyIdentifier]: authorityKeyId,
  [oid.authorityInfoAccess]: parseAuthorityInfoAccess,
  [oid.cRLDistributionPoints]: (value) => ({ crlDistributionPoints: parseDistributionPoints(value) }),
  [oid.freshestCRL]: (value) => ({ freshestCrlUrls: urlsOf(parseDistributionPoints(value)) }),
  [oid.certificatePolicies]: (value) => ({ policies: parsePolicies(value) }),
  [oid.tlsFeature]: (value) => ({ mustStaple: parseTlsFeatures(value).includes(statusRequest) }),
  [oid.sctList]: (value) => ({ scts: parseSctList(value) }),
  [oid.ocspNoCheck]: parseNoCheck,
}

/** RFC 5280 §4.2.1.9. */
function parseBasicConstraints(value: Bytes): Partial<CertificateExtensions> {
  const reader = readSequence(value)
  const isCa = readDefaultFalse(reader, Tag.boolean)
  const pathLength = reader.readOptional(Tag.integer)
  reader.finish()
  return { isCa, ...(pathLength && { pathLength: smallInteger(pathLength.content) }) }
}

const keyUsages: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]

function parseKeyUsage(value: Bytes): ReadonlySet<KeyUsage> {
  const bits = namedBits(readOnly(value, Tag.bitString).content)
  return new Set(bits.flatMap((bit) => keyUsages[bit] ?? []))
}

function parseExtendedKeyUsage(value: Bytes): ReadonlySet<string> {
  const reader = readSequence(value)
  const keyPurposes: string[] = []
  while (!reader.done) keyPurposes.push(oidValue(reader.read(Tag.oid).content))
  if (keyPurposes.length === 0) throw new PkiError('malformed', 'empty extended key usage')
  return new Set(keyPurposes)
}

function authorityKeyId(value: Bytes): Partial<CertificateExtensions> {
  const id = parseAuthorityKeyId(value)
  return id ? { authorityKeyId: id } : {}
}

/** AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription (RFC 5280 §4.2.2.1). */
function parseAuthorityInfoAccess(value: Bytes): Partial<CertificateExtensions> {
  const reader = readSequence(value)
  const urls: Record<string, string[]> = { [oid.accessOcsp]: [], [oid.accessCaIssuers]: [] }
  if (reader.done) throw new PkiError('malformed', 'empty authority information access')
  while (!reader.done) {
    const description = new DerReader(reader.read(Tag.sequence).content)
    const method = oidValue(description.read(Tag.oid).content)
    const location = requireGeneralName(description.readAny())
    description.finish()
    urls[method]?.push(...urlOf(location))
  }
  return { ocspUrls: urls[oid.accessOcsp] ?? [], caIssuersUrls: urls[oid.accessCaIssuers] ?? [] }
}

/** RFC 6960 §4.2.2.2.1: the value is NULL. */
function parseNoCheck(value: Bytes): Partial<CertificateExtensions> {
  if (readOnly(value, Tag.null).content.length > 0) throw new PkiError('malformed', 'ocsp-nocheck')
  return { ocspNoCheck: true }
}
