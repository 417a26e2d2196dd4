import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { contextTag, readSequence, Tag } from '../../../src/pki/der.ts'
import { parseOcspResponse } from '../../../src/pki/ocsp/parse.ts'
import { unknownCriticalOfResponse, unknownCriticalOfSingle } from '../../../src/pki/ocsp/extensions.ts'
import type { BasicOcspResponse, OcspResponse } from '../../../src/pki/ocsp/response.ts'
import { oid } from '../../../src/pki/oids.ts'
import { extension } from '../../pki/build/certificate.ts'
import {
  bits,
  implicit,
  integer,
  nothing,
  oid as oidBytes,
  sequence,
  tagged,
  utcTime,
} from '../../pki/build/der.ts'
import { isKnownKey, isKnownSignature } from '../algorithms.ts'
import { readCrl, type ReadCrl } from '../crl-engine.ts'
import type { Material } from '../material.ts'
import { parseOcspRequest } from '../ocsp-request.ts'
import { certificateFacts, type Facts, isoTime, withFields, withOracle } from '../oracle.ts'
import { refusal, refusals, type Verdict } from '../verdict.ts'
import { signatureOf } from './crl.ts'

export const judgeCertificateParse = parserJudge((bytes) => {
  const certificate = parseCertificate(bytes)
  const verdict: Verdict = isKnownKey(certificate.spki)
    ? { got: 'parse-ok' }
    : { got: 'unsupported-key', also: ['parse-ok'] }
  return { verdict, facts: certificateFacts(certificate) }
})

/** With an issuer, the signature is looked at as well: one that does not hold leaves a CRL that parses, and no more. */
export async function judgeCrlParse(material: Material): Promise<Verdict> {
  const verdict = readCrlVerdict(material)
  const words = [verdict.got, ...(verdict.also ?? [])]
  if (material.issuer === undefined || !words.includes('parse-ok')) return verdict
  const { got, cause = '' } = await signatureOf(material.documents[0], material.certificate(material.issuer))
  return got === 'signature-ok' ? verdict : { got: 'invalid', also: words, cause }
}

const readCrlVerdict = parserJudge((bytes) => {
  const crl = readCrl(isEntry(bytes) ? crlOf(bytes) : bytes)
  return { verdict: verdictOnCrl(crl), facts: crlFacts(crl) }
})

/** Some cases are one entry of a CRL: SEQUENCE { INTEGER, Time … }. */
function isEntry(bytes: Bytes): boolean {
  const reader = readSequence(bytes)
  return reader.readOptional(Tag.integer) !== undefined && reader.nextIs(Tag.utcTime)
}

/** The entry in an indirect CRL, where every extension of an entry may stand. */
function crlOf(entry: Bytes): Bytes {
  const algorithm = sequence(oidBytes('1.2.840.113549.1.1.11'), nothing())
  const indirect = extension(oid.issuingDistributionPoint, sequence(implicit(4, Uint8Array.of(0xff))), true)
  const times = [utcTime(0), utcTime(0)]
  const fields = [integer(1), algorithm, sequence(), ...times, sequence(entry), tagged(0, sequence(indirect))]
  return sequence(sequence(...fields), algorithm, bits())
}

export const judgeOcspParse = parserJudge((bytes) => {
  const response = parseOcspResponse(bytes)
  return { verdict: verdictOnResponse(response), facts: responseFacts(response) }
})

export const judgeOcspRequestParse = parserJudge((bytes) => {
  const { certIds } = parseOcspRequest(bytes)
  const isKnown = certIds.every(({ hashAlgorithm }) => knownHashes.has(hashAlgorithm))
  const verdict: Verdict = isKnown
    ? { got: 'parse-ok' }
    : { got: 'unsupported-hash', also: ['parse-ok'], cause: 'a hash that nobody here knows' }
  return { verdict, facts: {} }
})

const knownHashes: ReadonlySet<string> = new Set([oid.sha1, oid.sha256, oid.sha384, oid.sha512])

interface Reading {
  readonly verdict: Verdict
  readonly facts: Facts
}

function parserJudge(read: (bytes: Bytes) => Reading): (material: Material) => Verdict {
  return ({ documents: [bytes], oracle }) => withOracle(readingOf(read, bytes, oracle), oracle)
}

function readingOf(read: (bytes: Bytes) => Reading, bytes: Bytes, oracle: Material['oracle']): Verdict {
  try {
    const { verdict, facts } = read(bytes)
    return withFields(verdict, facts, oracle)
  } catch (error) {
    return refusal(error)
  }
}

/** The one of its particularities that keeps a CRL from being a complete, direct one, if there is any. */
function verdictOnCrl(crl: ReadCrl): Verdict {
  const { issuingDistributionPoint: point, unknownCriticalExtensions: critical } = crl
  if (crl.baseNumber) return unusable('delta', 'no complete CRL')
  if (critical.length > 0) return unusable('invalid', `critical extension ${critical.join(' ')}`)
  if (point?.contains === 'attribute-certificates') return unusable('invalid', 'about attribute certificates')
  const fault = faultInEntries(crl)
  if (fault) return fault
  if (point?.indirect === true) return { got: 'indirect', also: ['parse-ok'] }
  if (point?.someReasonsOnly === true) return { got: 'partial-reasons', also: ['parse-ok'] }
  if (point?.name && point.name.der[0] === contextTag(1)) return { got: 'relative-name', also: ['parse-ok'] }
  return { got: 'parse-ok', also: ['parse-error-lenient-ok'] }
}

/** It parses, and no certificate is good because of it. */
function unusable(got: string, cause: string): Verdict {
  return { got, also: ['parse-ok', ...refusals], cause }
}

function faultInEntries({ lists }: ReadCrl): Verdict | undefined {
  try {
    lists(new Uint8Array())
    return undefined
  } catch (error) {
    // webpki does not read indirect CRLs; to refuse one is not to take it for a direct one.
    const { also = [], cause = '' } = refusal(error)
    return { got: 'invalid-entry', also: [...also, 'parse-error', 'indirect'], cause }
  }
}

function crlFacts({ thisUpdate, nextUpdate }: ReadCrl): Facts {
  return { this_update: isoTime(thisUpdate), next_update: isoTime(nextUpdate) }
}

function verdictOnResponse(response: OcspResponse): Verdict {
  if (response.responseStatus !== 'successful') return { got: 'error-response', also: ['parse-ok'] }
  const { responses } = response
  const fault = faultOf(response)
  if (fault !== undefined) return { got: 'invalid', also: ['parse-ok'], cause: fault }
  const many = responses.length > 1 ? ['multi'] : []
  const kinds = new Set(responses.map(({ status }) => status.kind))
  const [kind = 'none'] = kinds
  return kinds.size === 1 ? { got: kind, also: ['parse-ok', ...many] } : { got: 'parse-ok', also: many }
}

/** What there is in a response that parses and must not be used nevertheless. */
function faultOf(response: BasicOcspResponse): string | undefined {
  if (!isKnownSignature(response.signatureAlgorithm)) return 'a signature algorithm that nobody here knows'
  const hashes = response.responses.map(({ certId }) => certId.hashAlgorithm)
  if (!hashes.some((hash) => knownHashes.has(hash))) return 'a hash that nobody here knows'
  const ofResponse = unknownCriticalOfResponse(response)
  const critical = [ofResponse, ...response.responses.map(unknownCriticalOfSingle)].find(Boolean)
  return critical && `critical extension ${critical}`
}

function responseFacts(response: OcspResponse): Facts {
  if (response.responseStatus !== 'successful') return { status: statusNames[response.responseStatus] }
  const { producedAt, certificates } = response
  return {
    status: 'successful',
    produced_at: isoTime(producedAt),
    certs: certificates.length,
  }
}

const statusNames = {
  'malformed-request': 'malformed_request',
  'internal-error': 'internal_error',
  'try-later': 'try_later',
  'signature-required': 'sig_required',
  unauthorized: 'unauthorized',
}
