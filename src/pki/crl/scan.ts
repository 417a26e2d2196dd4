import { parseAuthorityKeyId } from '../authority-key-id.ts'
import { type Bytes, bytesEqual } from '../bytes.ts'
import { parseDistributionPoints, urlsOf } from '../certificate/distribution-points.ts'
import { contextTag, DerReader, readOnly, readSequence, Tag } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { readTime } from '../der-time.ts'
import { integerBytes, smallInteger } from '../der-values.ts'
import { type Extension, parseExtensions } from '../extensions.ts'
import { limits } from '../limits.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import { readSigned, type Signed } from '../signed.ts'
import { type IssuingDistributionPoint, parseIssuingDistributionPoint } from './issuing-distribution-point.ts'

/** What a CRL says before and after its entries. All bytes are slices of what was read. */
export interface CrlFields {
  readonly issuer: Bytes
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly authorityKeyId: Bytes | undefined
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined
  /** Content of the INTEGER: not negative, at most 20 bytes. */
  readonly number: Bytes | undefined
  /** Number of the CRL that a delta CRL is the difference to; undefined for a complete CRL. */
  readonly baseNumber: Bytes | undefined
  /** Where delta CRLs to it are (RFC 5280 §5.2.6). */
  readonly freshestUrls: readonly string[]
  /** OIDs of the critical extensions that nobody here can process. */
  readonly unknownCriticalExtensions: readonly string[]
}

/** A CRL but for its entries, which are left as they lie. */
export interface Crl extends Signed, CrlFields {
  /** Content of revokedCertificates; empty where the field is absent. For `EntryReader`. */
  readonly entries: Bytes
  /** Content of tbsCertList without revokedCertificates: a copy, for `parseFrame`. */
  readonly frame: Bytes
}

/** CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue } (RFC 5280 §5.1); throws PkiError. */
export function scanCrl(der: Bytes): Crl {
  if (der.length > limits.crl) throw new PkiError('too-large', 'CRL')
  const reader = readSequence(der)
  const signed = readSigned(reader)
  reader.finish()
  const { content } = readOnly(signed.tbs, Tag.sequence)
  const { innerAlgorithm, revoked, ...fields } = readTbs(content)
  // RFC 5280 §5.1.1.2.
  if (!bytesEqual(innerAlgorithm, signed.signatureAlgorithm)) {
    throw new PkiError('malformed', 'two different signature algorithms')
  }
  requireDer(signed.signatureAlgorithm)
  const entries = revoked?.content ?? new Uint8Array()
  return { ...signed, ...fields, entries, frame: revoked ? without(content, revoked.der) : content.slice() }
}

/** The fields of a CRL whose entries have been taken out of it; throws PkiError. */
export function parseFrame(frame: Bytes): CrlFields {
  const { innerAlgorithm: _, revoked, ...fields } = readTbs(frame)
  if (revoked) throw new PkiError('malformed', 'frame of a CRL with entries')
  return fields
}

function without(whole: Bytes, part: Bytes): Bytes {
  const start = part.byteOffset - whole.byteOffset
  const rest = new Uint8Array(whole.length - part.length)
  rest.set(whole.subarray(0, start))
  rest.set(whole.subarray(start + part.length), start)
  return rest
}

function readTbs(content: Bytes) {
  const reader = new DerReader(content)
  const version = readVersion(reader)
  const innerAlgorithm = reader.read(Tag.sequence).der
  const issuer = reader.read(Tag.sequence).der
  requireDer(issuer)
  const thisUpdate = readTime(reader)
  const nextUpdate = readNextUpdate(reader, thisUpdate)
  const revoked = reader.readOptional(Tag.sequence)
  const extensions = readExtensions(reader, version)
  reader.finish()
  return { innerAlgorithm, issuer, thisUpdate, nextUpdate, revoked, ...extensions }
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

type CrlExtensions = Omit<CrlFields, 'issuer' | 'thisUpdate' | 'nextUpdate'>

function readExtensions(reader: DerReader, version: number): CrlExtensions {
  const wrapped = reader.readOptional(contextTag(0))
  if (wrapped && version === 1) throw new PkiError('malformed', 'extensions in version 1')
  const extensions = wrapped ? parseExtensions(wrapped.content) : []
  const valueOf = (id: string) => extensions.find(({ oid }) => oid === id)?.value
  const authority = valueOf(oid.authorityKeyIdentifier)
  const point = valueOf(oid.issuingDistributionPoint)
  const freshest = valueOf(oid.freshestCRL)
  return {
    authorityKeyId: authority && parseAuthorityKeyId(authority),
    issuingDistributionPoint: point && parseIssuingDistributionPoint(point),
    number: parseCrlNumber(valueOf(oid.cRLNumber)),
    // RFC 5280 §5.2.4: a delta CRL without its indicator marked critical is as little a complete CRL as one with it.
    baseNumber: parseCrlNumber(valueOf(oid.deltaCRLIndicator)),
    freshestUrls: freshest ? urlsOf(parseDistributionPoints(freshest)) : [],
    unknownCriticalExtensions: extensions.filter(isUnknownCritical).map(({ oid }) => oid),
  }
}

/** RFC 5280 §5.2.3: not negative, at most 20 bytes. */
function parseCrlNumber(value: Bytes | undefined): Bytes | undefined {
  const number = value && integerBytes(readOnly(value, Tag.integer).content)
  if (number && (number.length > 20 || (number[0] ?? 0) >= 0x80))
    throw new PkiError('malformed', 'CRL number')
  return number
}

const known: ReadonlySet<string> = new Set([
  oid.authorityKeyIdentifier,
  oid.issuingDistributionPoint,
  oid.deltaCRLIndicator,
  // It says where there may be more to know, and changes nothing of what is said here.
  oid.freshestCRL,
  // RFC 5280 §5.2.3 wants it non-critical; it orders the CRLs of one scope and changes nothing that one of them says.
  oid.cRLNumber,
])

function isUnknownCritical({ oid: id, critical }: Extension): boolean {
  return critical && !known.has(id)
}
