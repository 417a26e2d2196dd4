import { type Bytes, bytesEqual } from '../bytes.ts'
import { contextTag, DerReader, primitiveContextTag, readOnly, readSequence, Tag } from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { readTime } from '../der-time.ts'
import { bitStringBytes, integerBytes, requireBitString, smallInteger } from '../der-values.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import { readSigned } from '../signed.ts'
import type { Certificate } from './certificate.ts'
import { parseCertificateExtensions, withoutExtensions } from './extensions.ts'
import { readableName } from './name.ts'

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 §4.1); throws PkiError. */
export function parseCertificate(der: Bytes): Certificate {
  if (der.length > limits.certificate) throw new PkiError('too-large', 'certificate')
  requireDer(der)
  const reader = readSequence(der)
  const signed = readSigned(reader)
  reader.finish()
  const { innerAlgorithm, ...fields } = parseTbs(signed.tbs)
  // RFC 5280 §4.1.1.2: the algorithm that is signed and the one that is used must be the same.
  if (!bytesEqual(innerAlgorithm, signed.signatureAlgorithm)) {
    throw new PkiError('malformed', 'two different signature algorithms')
  }
  return { der, ...signed, ...fields }
}

type TbsFields = Omit<Certificate, 'der' | 'tbs' | 'signatureAlgorithm' | 'signature'> & {
  readonly innerAlgorithm: Bytes
}

function parseTbs(tbs: Bytes): TbsFields {
  const reader = readSequence(tbs)
  const version = readVersion(reader)
  const serial = integerBytes(reader.read(Tag.integer).content)
  const innerAlgorithm = reader.read(Tag.sequence).der
  const issuer = reader.read(Tag.sequence).der
  const validity = parseValidity(reader.read(Tag.sequence).content)
  const subject = reader.read(Tag.sequence).der
  const spki = reader.read(Tag.sequence).der
  passUniqueIds(reader, version)
  const extensions = readExtensions(reader, version)
  reader.finish()
  const names = { issuer, issuerName: readableName(issuer), subject, subjectName: readableName(subject) }
  const key = { spki, publicKey: parsePublicKey(spki) }
  return { serial, innerAlgorithm, ...names, ...validity, ...key, ...extensions }
}

/** RFC 5280 §4.1.2.1: 1 to 3. Version 1 is still that of some roots. */
function readVersion(reader: DerReader): number {
  const wrapped = reader.readOptional(contextTag(0))
  if (!wrapped) return 1
  const version = smallInteger(readOnly(wrapped.content, Tag.integer).content) + 1
  if (version < 2) throw new PkiError('malformed', 'default version written out')
  if (version > 3) throw new PkiError('unsupported', `certificate version ${version}`)
  return version
}

function parseValidity(content: Bytes): Pick<Certificate, 'notBefore' | 'notAfter'> {
  const reader = new DerReader(content)
  const validity = { notBefore: readTime(reader), notAfter: readTime(reader) }
  reader.finish()
  return validity
}

function parsePublicKey(spki: Bytes): Bytes {
  const reader = readSequence(spki)
  reader.read(Tag.sequence)
  const publicKey = bitStringBytes(reader.read(Tag.bitString).content)
  reader.finish()
  return publicKey
}

/** RFC 5280 §4.1.2.8: nobody uses them any more, and they need version 2 or 3. */
function passUniqueIds(reader: DerReader, version: number): void {
  const ids = [reader.readOptional(primitiveContextTag(1)), reader.readOptional(primitiveContextTag(2))]
  for (const id of ids) {
    if (id && version === 1) throw new PkiError('malformed', 'unique identifier in version 1')
    if (id) requireBitString(id.content)
  }
}

function readExtensions(reader: DerReader, version: number) {
  const wrapped = reader.readOptional(contextTag(3))
  if (!wrapped) return withoutExtensions
  if (version !== 3) throw new PkiError('malformed', `extensions in version ${version}`)
  return parseCertificateExtensions(wrapped.content)
}
