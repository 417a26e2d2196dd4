import { parseAuthorityKeyId } from '../../../src/pki/authority-key-id.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { parseDistributionPoints } from '../../../src/pki/certificate/distribution-points.ts'
import { readableName } from '../../../src/pki/certificate/name.ts'
import { requireDer } from '../../../src/pki/der-strict.ts'
import { parseOcspResponse } from '../../../src/pki/ocsp/parse.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import {
  bits,
  generalizedTime,
  implicit,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
} from '../../pki/build/der.ts'
import { successful } from '../../pki/build/ocsp.ts'
import { isKnownKey } from '../algorithms.ts'
import { parseIssuingDistributionPoint, readCrl } from '../crl-engine.ts'

/** Reads one value of an ASN.1 type, by itself or in the document around it that we have a parser of; throws PkiError. */
export function readStructure(type: string, bytes: Bytes): void {
  const read = structures[type]
  if (!read) throw new PkiError('unsupported', `structure ${type}`)
  read(bytes)
}

const structures: Readonly<Record<string, (bytes: Bytes) => unknown>> = {
  AuthorityKeyIdentifier: parseAuthorityKeyId,
  CertID: (bytes) => readSingle(sequence(bytes, implicit(0, new Uint8Array()), generalizedTime(0))),
  CertificateList: (bytes) => readCrl(bytes).lists(new Uint8Array()),
  CRLDistributionPoints: parseDistributionPoints,
  IssuingDistributionPoint: parseIssuingDistributionPoint,
  Name: readName,
  OCSPResponse: parseOcspResponse,
  ResponseData: readResponseData,
  SingleResponse: readSingle,
  SubjectPublicKeyInfo: isKnownKey,
  TBSCertList: (bytes) => readCrl(sequence(bytes, signatureAlgorithm, bits(octets()))),
}

// sha256WithRSAEncryption, as BoringSSL's seeds have it.
const signatureAlgorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing())

function readName(bytes: Bytes): void {
  requireDer(bytes)
  readableName(bytes)
}

function readSingle(single: Bytes): void {
  const responderId = tagged(2, octets(new Uint8Array(20)))
  readResponseData(sequence(responderId, generalizedTime(0), sequence(single)))
}

function readResponseData(data: Bytes): void {
  parseOcspResponse(successful(sequence(data, signatureAlgorithm, bits(octets()))))
}
