import { parseAuthorityKeyId } from '../authority-key-id.ts'
import { type Bytes, bytesEqual } from '../bytes.ts'
import { contextTag, type DerReader, readOnly, readSequence, Tag } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { readTime } from '../der-time.ts'
import { integerBytes, smallInteger } from '../der-values.ts'
import { type Extension, parseExtensions } from '../extensions.ts'
import { limits } from '../limits.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import { readSigned, type Signed } from '../signed.ts'
import { type IssuingDistributionPoint, parseIssuingDistributionPoint } from './issuing-distribution-point.ts'

/** A CRL but for its entries, which are left as they lie. All bytes are slices of what was received. */
export interface Crl extends Signed {
  readonly issuer: Bytes
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  /** Content of revokedCertificates; empty where the field is absent. For `entries.ts`. */
  readonly entries: Bytes
  readonly authorityKeyId: Bytes | undefined
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined
  /** OIDs of the critical extensions that nobody here can process; a delta CRL indicator is one of them. */
  readonly unknownCriticalExtensions: readonly string[]
}

/** CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue } (RFC 5280 §5.1); throws PkiError. */
export function scanCrl(der: Bytes): Crl {
  if (der.length > limits.crl) throw new PkiError('too-large', 'CRL')
  const reader = readSequence(der)
  const signed = readSigned(reader)
  reader.finish()
  const { innerAlgorithm, ...fields } = scanTbs(signed.tbs)
  // RFC 5280 §5.1.1.2.
  if (!bytesEqual(innerAlgorithm, signed.signatureAlgorithm)) {
    throw new PkiError('malformed', 'two different signature algorithms')
  }
  requireDer(signed.signatureAlgorithm)
  return { ...signed, ...fields }
}

type TbsFields = Omit<Crl, keyof Signed> & { readonly innerAlgorithm: Bytes }

function scanTbs(tbs: Bytes): TbsFields {
  const reader = readSequence(tbs)
  const version = readVersion(reader)
  const innerAlgorithm = reader.read(Tag.sequence).der
  const issuer = reader.read(Tag.sequence).der
  requireDer(issuer)
  const thisUpdate = readTime(reader)
  const nextUpdate = readNextUpdate(reader, thisUpdate)
  const entries = reader.readOptional(Tag.sequence)?.content ?? new Uint8Array()
  const extensions = readExtensions(reader, version)
  reader.finish()
  return { innerAlgorithm, issuer, thisUpdate, nextUpdate, entries, ...extensions }
}

/** RFC 5280 §5.1.2.1: version 1 has no field, version 2 is 1. */
function readVersion(reader: DerReader): 1 | 2 {
  const version = reader.readOptional(Tag.integer)
  if (!version) return 1
  const number = smallInteger(version.content) + 1
  if (number !== 2) throw new PkiError('unsupported', `CRL version ${number}`)
  return number
}

function readNextUpdate(reader: DerReader, thisUpdate: number): number | undefined {
  if (!reader.nextIs(Tag.utcTime) && !reader.nextIs(Tag.generalizedTime)) return undefined
  const nextUpdate = readTime(reader)
  if (nextUpdate < thisUpdate) throw new PkiError('malformed', 'nextUpdate before thisUpdate')
  return nextUpdate
}

type CrlExtensions = Pick<Crl, 'authorityKeyId' | 'issuingDistributionPoint' | 'unknownCriticalExtensions'>

function readExtensions(reader: DerReader, version: number): CrlExtensions {
  const wrapped = reader.readOptional(contextTag(0))
  if (wrapped && version === 1) throw new PkiError('malformed', 'extensions in version 1')
  const extensions = wrapped ? parseExtensions(wrapped.content) : []
  const valueOf = (id: string) => extensions.find(({ oid }) => oid === id)?.value
  const authority = valueOf(oid.authorityKeyIdentifier)
  const point = valueOf(oid.issuingDistributionPoint)
  requireCrlNumber(valueOf(oid.cRLNumber))
  return {
    authorityKeyId: authority && parseAuthorityKeyId(authority),
    issuingDistributionPoint: point && parseIssuingDistributionPoint(point),
    unknownCriticalExtensions: extensions.filter(isUnknownCritical).map(({ oid }) => oid),
  }
}

/** RFC 5280 §5.2.3: not negative, at most 20 bytes. */
function requireCrlNumber(value: Bytes | undefined): void {
  const number = value && integerBytes(readOnly(value, Tag.integer).content)
  if (number && (number.length > 20 || (number[0] ?? 0) >= 0x80))
    throw new PkiError('malformed', 'CRL number')
}

const known: ReadonlySet<string> = new Set([
  oid.authorityKeyIdentifier,
  oid.issuingDistributionPoint,
  // RFC 5280 §5.2.3 wants it non-critical; it orders the CRLs of one scope and changes nothing that one of them says.
  oid.cRLNumber,
])

// RFC 5280 §5.2.4: a delta CRL without its indicator marked critical is as little a base as one with it.
function isUnknownCritical({ oid: id, critical }: Extension): boolean {
  return id === oid.deltaCRLIndicator || (critical && !known.has(id))
}
