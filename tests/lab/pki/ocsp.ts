import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

import type { Issued } from './certificate.ts'
import { spoiled } from './spoiled.ts'
import { wholeSeconds } from './time.ts'

export type CertIdHash = 'SHA-1' | 'SHA-256'

/** RFC 6960 §4.2.1, without `successful`. */
export type RefusalStatus =
  'malformed-request' | 'internal-error' | 'try-later' | 'signature-required' | 'unauthorized'

export type CertStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked'; readonly at: number; readonly reason: number }

export interface SinglePlan {
  readonly issuer: Issued
  readonly serial: asn1.Integer
  readonly hash: CertIdHash
  readonly status: CertStatus
  readonly thisUpdate: number
  readonly nextUpdate?: number
}

export interface OcspPlan {
  readonly signer: Issued
  /** Sent along, so that the signature of a delegate can be verified. */
  readonly certificates?: readonly Issued[]
  readonly responderId?: 'name' | 'key'
  readonly producedAt: number
  readonly singles: readonly SinglePlan[]
  /** Spoils the signature after it was made. */
  readonly tampered?: boolean
}

/** A successful response (RFC 6960 §4.2.1), as DER. */
export async function signOcspResponse(plan: OcspPlan): Promise<Uint8Array> {
  const basic = new pkijs.BasicOCSPResponse()
  basic.tbsResponseData.responderID = responderId(plan)
  basic.tbsResponseData.producedAt = wholeSeconds(plan.producedAt)
  basic.tbsResponseData.responses = await Promise.all(plan.singles.map(singleResponse))
  if (plan.certificates) basic.certs = plan.certificates.map(({ certificate }) => certificate)
  await basic.sign(plan.signer.key.privateKey, plan.signer.key.hash)
  if (plan.tampered) basic.signature = spoiled(basic.signature)
  const response = new pkijs.OCSPResponse({
    responseStatus: new asn1.Enumerated({ value: 0 }),
    responseBytes: new pkijs.ResponseBytes({
      responseType: '1.3.6.1.5.5.7.48.1.1',
      response: new asn1.OctetString({ valueHex: basic.toSchema().toBER(false) }),
    }),
  })
  return new Uint8Array(response.toSchema().toBER(false))
}

/** A response that is nothing but an error status. */
export function refusal(status: RefusalStatus): Uint8Array {
  const responseStatus = new asn1.Enumerated({ value: REFUSALS[status] })
  return new Uint8Array(new pkijs.OCSPResponse({ responseStatus }).toSchema().toBER(false))
}

/** The CertIDs that a request asks about; undefined for anything that is no request. */
export function parseOcspRequest(der: Uint8Array): readonly AskedCertId[] | undefined {
  try {
    const { requestList } = pkijs.OCSPRequest.fromBER(new Uint8Array(der)).tbsRequest
    return requestList.map(({ reqCert }) => ({
      hash: reqCert.hashAlgorithm.algorithmId === OIDS['SHA-256'] ? 'SHA-256' : 'SHA-1',
      serial: reqCert.serialNumber,
    }))
  } catch {
    return undefined
  }
}

export interface AskedCertId {
  readonly hash: CertIdHash
  readonly serial: asn1.Integer
}

const REFUSALS: Readonly<Record<RefusalStatus, number>> = {
  'malformed-request': 1,
  'internal-error': 2,
  'try-later': 3,
  'signature-required': 5,
  unauthorized: 6,
}

const OIDS = { 'SHA-1': '1.3.14.3.2.26', 'SHA-256': '2.16.840.1.101.3.4.2.1' }

// pkijs writes an octet string as byKey and a name as byName.
function responderId({ signer, responderId }: OcspPlan) {
  return responderId === 'key' ? new asn1.OctetString({ valueHex: signer.keyId }) : signer.certificate.subject
}

async function singleResponse(plan: SinglePlan): Promise<pkijs.SingleResponse> {
  const single = new pkijs.SingleResponse({ thisUpdate: wholeSeconds(plan.thisUpdate) })
  single.certID = await certId(plan)
  single.certStatus = certStatus(plan.status)
  if (plan.nextUpdate !== undefined) single.nextUpdate = wholeSeconds(plan.nextUpdate)
  return single
}

async function certId({ issuer, serial, hash }: SinglePlan): Promise<pkijs.CertID> {
  const { subject, subjectPublicKeyInfo } = issuer.certificate
  const name = subject.toSchema().toBER(false)
  const keyBits = subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
  return new pkijs.CertID({
    hashAlgorithm: new pkijs.AlgorithmIdentifier({
      algorithmId: OIDS[hash],
      algorithmParams: new asn1.Null(),
    }),
    issuerNameHash: new asn1.OctetString({ valueHex: await crypto.subtle.digest(hash, name) }),
    issuerKeyHash: new asn1.OctetString({
      valueHex: await crypto.subtle.digest(hash, new Uint8Array(keyBits)),
    }),
    serialNumber: serial,
  })
}

// CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT NULL }
function certStatus(status: CertStatus): asn1.BaseBlock {
  switch (status.kind) {
    case 'good':
      return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } })
    case 'unknown':
      return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: 2 } })
    case 'revoked':
      return new asn1.Constructed({
        idBlock: { tagClass: 3, tagNumber: 1 },
        value: [
          new asn1.GeneralizedTime({ valueDate: wholeSeconds(status.at) }),
          new asn1.Constructed({
            idBlock: { tagClass: 3, tagNumber: 0 },
            value: [new asn1.Enumerated({ value: status.reason })],
          }),
        ],
      })
  }
}
