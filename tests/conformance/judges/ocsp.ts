import { parseOcspResponse } from '../../../src/pki/ocsp/parse.ts'
import { findResponder } from '../../../src/pki/ocsp/responder.ts'
import type { BasicOcspResponse } from '../../../src/pki/ocsp/response.ts'
import { checkOcspResponse } from '../../../src/pki/ocsp/status.ts'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { contextAt, endless, issuerOf, type Material, subjectOf } from '../material.ts'
import { refusal, type Verdict } from '../verdict.ts'

/** What the response says about the certificate: good, revoked, unknown to the CA, or nothing that may be believed. */
export async function judgeOcsp(material: Material): Promise<Verdict> {
  const [response] = material.documents
  const issuer = issuerOf(material)
  const certificate = endless(subjectOf(material, issuer))
  const now = material.time ?? timeOf(response)
  const { status } = await checkOcspResponse(response, { certificate, issuer }, contextAt(now))
  if (status.kind !== 'unknown') return { got: status.kind }
  const { cause, detail } = status
  return cause === 'unknown-to-ca'
    ? { got: 'unknown' }
    : { got: 'invalid', cause: detail === undefined ? cause : `${cause}: ${detail}` }
}

/** Whether somebody has signed the response who may speak for the issuer. */
export async function judgeOcspSignature(material: Material): Promise<Verdict> {
  const [response] = material.documents
  const issuer = issuerOf(material)
  const basic = basicResponse(response)
  if (!basic) return { got: 'signature-invalid', cause: 'an error response has none' }
  const responder = await findResponder(basic, issuer, contextAt(material.time ?? timeOf(response)))
  return responder.kind === 'authorized'
    ? { got: 'signature-ok' }
    : { got: 'signature-invalid', also: ['invalid'], cause: responder.cause }
}

function basicResponse(bytes: Bytes): BasicOcspResponse | undefined {
  const response = parseOcspResponse(bytes)
  return response.responseStatus === 'successful' ? response : undefined
}

/** A case without a time is judged when its response was new. */
function timeOf(bytes: Bytes): number {
  try {
    return basicResponse(bytes)?.responses[0]?.thisUpdate ?? 0
  } catch (error) {
    refusal(error)
    return 0
  }
}
