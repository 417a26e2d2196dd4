import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { contextTag } from '../../../src/pki/der.ts'
import { parseOcspResponse } from '../../../src/pki/ocsp/parse.ts'
import type { BasicOcspResponse, OcspResponse, SingleResponse } from '../../../src/pki/ocsp/response.ts'
import { oid } from '../../../src/pki/oids.ts'
import { toHex } from '../../../src/pki/bytes.ts'
import { isKnownKey, isKnownSignature } from '../algorithms.ts'
import { readCrl, type ReadCrl } from '../crl-engine.ts'
import type { Material } from '../material.ts'
import { parseOcspRequest } from '../ocsp-request.ts'
import { certificateFacts, type Facts, isoTime, withFields, withOracle } from '../oracle.ts'
import { refusal, type Verdict } from '../verdict.ts'

export const judgeCertificateParse = parserJudge((bytes) => {
  const certificate = parseCertificate(bytes)
  const verdict: Verdict = isKnownKey(certificate.spki)
    ? { got: 'parse-ok' }
    : { got: 'unsupported-key', also: ['parse-ok'] }
  return { verdict, facts: certificateFacts(certificate) }
})

export const judgeCrlParse = parserJudge((bytes) => {
  const crl = readCrl(bytes)
  return { verdict: verdictOnCrl(crl), facts: crlFacts(crl) }
})

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
  const point = crl.issuingDistributionPoint
  const parses = (got: string): Verdict => ({ got, also: got === 'parse-ok' ? [] : ['parse-ok'] })
  if (crl.unknownCriticalExtensions.includes(oid.deltaCRLIndicator)) return parses('delta')
  if (crl.unknownCriticalExtensions.length > 0) {
    return { ...parses('invalid'), cause: `critical extension ${crl.unknownCriticalExtensions.join(' ')}` }
  }
  const fault = faultInEntries(crl)
  if (fault) return fault
  if (point?.indirect === true) return parses('indirect')
  if (point?.someReasonsOnly === true) return parses('partial-reasons')
  if (point?.name && point.name.der[0] === contextTag(1)) return parses('relative-name')
  return parses('parse-ok')
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
  const unusable = faultOf(response)
  if (unusable !== undefined) return { got: 'invalid', also: ['parse-ok'], cause: unusable }
  const serials = new Set(responses.map(({ certId }) => toHex(certId.serial)))
  if (serials.size > 1) return { got: 'multi', also: ['parse-ok'] }
  const kinds = new Set(responses.map(({ status }) => status.kind))
  const [kind = 'none'] = kinds
  return kinds.size === 1 ? { got: kind, also: ['parse-ok'] } : { got: 'parse-ok' }
}

/** What there is in a response that parses and must not be used nevertheless. */
function faultOf({ signatureAlgorithm, extensions, responses }: BasicOcspResponse): string | undefined {
  if (!isKnownSignature(signatureAlgorithm)) return 'a signature algorithm that nobody here knows'
  const all = [extensions, ...responses.map((single: SingleResponse) => single.extensions)].flat()
  const critical = all.find((extension) => extension.critical && !understood.has(extension.oid))
  return critical && `critical extension ${critical.oid}`
}

const understood: ReadonlySet<string> = new Set([oid.ocspNonce])

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
