import type { Bytes } from '../bytes.ts'
import {
  contextTag,
  DerReader,
  type Element,
  primitiveContextTag,
  readOnly,
  readSequence,
  Tag,
} from '../der.ts'
import { requireDer } from '../der-strict.ts'
import { readGeneralizedTime } from '../der-time.ts'
import { integerBytes, oidValue, smallInteger } from '../der-values.ts'
import { type Extension, parseExtensions } from '../extensions.ts'
import { limits } from '../limits.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import { revocationReason } from '../revocation-reason.ts'
import { readSigned } from '../signed.ts'
import type {
  BasicOcspResponse,
  CertId,
  CertStatus,
  OcspErrorStatus,
  OcspResponse,
  ResponderId,
  SingleResponse,
} from './response.ts'

export type { OcspResponse } from './response.ts'

/** OCSPResponse ::= SEQUENCE { responseStatus, responseBytes [0] OPTIONAL } (RFC 6960 §4.2.1); throws PkiError. */
export function parseOcspResponse(der: Bytes): OcspResponse {
  if (der.length > limits.ocspResponse) throw new PkiError('too-large', 'OCSP response')
  requireDer(der)
  const reader = readSequence(der)
  const status = smallInteger(reader.read(Tag.enumerated).content)
  const responseBytes = reader.readOptional(contextTag(0))
  reader.finish()
  if (status !== 0) return { responseStatus: errorStatus(status, responseBytes) }
  if (!responseBytes) throw new PkiError('malformed', 'successful without a response')
  return { responseStatus: 'successful', ...parseResponseBytes(responseBytes.content) }
}

const errorStatuses: Readonly<Record<number, OcspErrorStatus>> = {
  1: 'malformed-request',
  2: 'internal-error',
  3: 'try-later',
  5: 'signature-required',
  6: 'unauthorized',
}

/** "If the value of responseStatus is one of the error conditions, the responseBytes field is not set." */
function errorStatus(status: number, responseBytes: Element | undefined): OcspErrorStatus {
  const error = errorStatuses[status]
  if (!error || responseBytes) throw new PkiError('malformed', `response status ${status}`)
  return error
}

function parseResponseBytes(content: Bytes): BasicOcspResponse {
  const reader = readSequence(content)
  const type = oidValue(reader.read(Tag.oid).content)
  const { content: response } = reader.read(Tag.octetString)
  reader.finish()
  if (type !== oid.ocspBasic) throw new PkiError('unsupported', `response type ${type}`)
  return parseBasicResponse(response)
}

function parseBasicResponse(der: Bytes): BasicOcspResponse {
  requireDer(der)
  const reader = readSequence(der)
  const signed = readSigned(reader)
  const certificates = parseCertificateList(reader.readOptional(contextTag(0)))
  reader.finish()
  return { ...signed, ...parseResponseData(signed.tbs), certificates }
}

function parseCertificateList(wrapped: Element | undefined): readonly Bytes[] {
  if (!wrapped) return []
  const certificates: Bytes[] = []
  const reader = readSequence(wrapped.content)
  while (!reader.done) certificates.push(reader.read(Tag.sequence).der)
  if (certificates.length > limits.responderCertificates) throw new PkiError('too-large', 'certificates')
  return certificates
}

type ResponseData = Pick<BasicOcspResponse, 'responderId' | 'producedAt' | 'responses' | 'extensions'>

function parseResponseData(tbs: Bytes): ResponseData {
  const reader = readSequence(tbs)
  requireVersion1(reader)
  const responderId = parseResponderId(reader.readAny())
  const producedAt = readGeneralizedTime(reader)
  const responses = parseSingleResponses(reader.read(Tag.sequence).content)
  const extensions = readOptionalExtensions(reader, contextTag(1))
  reader.finish()
  return { responderId, producedAt, responses, extensions }
}

/** A default that DER leaves out. Responders that write it out nevertheless exist, and mean no harm. */
function requireVersion1(reader: DerReader): void {
  const version = reader.readOptional(contextTag(0))
  if (version && smallInteger(readOnly(version.content, Tag.integer).content) !== 0) {
    throw new PkiError('unsupported', 'version of the response')
  }
}

function parseResponderId({ tag, content }: Element): ResponderId {
  if (tag === contextTag(1)) return { by: 'name', name: readOnly(content, Tag.sequence).der }
  if (tag === contextTag(2)) return { by: 'key', hash: readOnly(content, Tag.octetString).content }
  throw new PkiError('malformed', 'ResponderID')
}

function parseSingleResponses(content: Bytes): readonly SingleResponse[] {
  const reader = new DerReader(content)
  const responses: SingleResponse[] = []
  while (!reader.done) responses.push(parseSingleResponse(reader.read(Tag.sequence).content))
  if (responses.length === 0) throw new PkiError('malformed', 'no single response')
  return responses
}

function parseSingleResponse(content: Bytes): SingleResponse {
  const reader = new DerReader(content)
  const certId = parseCertId(reader.read(Tag.sequence).content)
  const status = parseCertStatus(reader.readAny())
  const thisUpdate = readGeneralizedTime(reader)
  const nextUpdate = readNextUpdate(reader, thisUpdate)
  const extensions = readOptionalExtensions(reader, contextTag(1))
  reader.finish()
  return { certId, status, thisUpdate, nextUpdate, extensions }
}

/** Content of a CertID (RFC 6960 §4.1.1). */
export function parseCertId(content: Bytes): CertId {
  const reader = new DerReader(content)
  const hashAlgorithm = parseHashAlgorithm(reader.read(Tag.sequence).content)
  const issuerNameHash = reader.read(Tag.octetString).content
  const issuerKeyHash = reader.read(Tag.octetString).content
  const serial = integerBytes(reader.read(Tag.integer).content)
  reader.finish()
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serial }
}

/** RFC 4055 §2.1: the parameters are NULL or absent. */
function parseHashAlgorithm(content: Bytes): string {
  const reader = new DerReader(content)
  const algorithm = oidValue(reader.read(Tag.oid).content)
  reader.readOptional(Tag.null)
  reader.finish()
  return algorithm
}

function parseCertStatus({ tag, content }: Element): CertStatus {
  if (tag === contextTag(1)) return parseRevokedInfo(content)
  const kind = tag === primitiveContextTag(0) ? 'good' : 'unknown'
  if ((kind === 'unknown' && tag !== primitiveContextTag(2)) || content.length > 0) {
    throw new PkiError('malformed', 'certStatus')
  }
  return { kind }
}

function parseRevokedInfo(content: Bytes): CertStatus {
  const reader = new DerReader(content)
  const at = readGeneralizedTime(reader)
  const reason = reader.readOptional(contextTag(0))
  reader.finish()
  return {
    kind: 'revoked',
    at,
    reason: reason && revocationReason(readOnly(reason.content, Tag.enumerated).content),
  }
}

function readNextUpdate(reader: DerReader, thisUpdate: number): number | undefined {
  const wrapped = reader.readOptional(contextTag(0))
  if (!wrapped) return undefined
  const inner = new DerReader(wrapped.content)
  const nextUpdate = readGeneralizedTime(inner)
  inner.finish()
  if (nextUpdate < thisUpdate) throw new PkiError('malformed', 'nextUpdate before thisUpdate')
  return nextUpdate
}

function readOptionalExtensions(reader: DerReader, tag: number): readonly Extension[] {
  const wrapped = reader.readOptional(tag)
  return wrapped ? parseExtensions(wrapped.content) : []
}
