import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { believedUntil, staleness } from '../freshness.ts'
import type { CheckContext, Statement } from '../statement.ts'
import { unknown, unknownBecause } from '../unknown.ts'
import { responsesAbout } from './cert-id.ts'
import {
  answersNonce,
  archiveCutoff,
  unknownCriticalOfResponse,
  unknownCriticalOfSingle,
} from './extensions.ts'
import { parseOcspResponse } from './parse.ts'
import { findResponder } from './responder.ts'
import type { BasicOcspResponse, SingleResponse } from './response.ts'

interface Subject {
  readonly certificate: Certificate
  readonly issuer: Certificate
  /** The nonce of the request, if it had one. */
  readonly nonce?: Bytes
}

/** What the response says about the certificate. Never rejects: whatever is wrong with it is a cause of `unknown`. */
export async function checkOcspResponse(
  response: Bytes,
  subject: Subject,
  context: CheckContext,
): Promise<Statement> {
  try {
    const parsed = parseOcspResponse(response)
    if (parsed.responseStatus !== 'successful') return unknown(parsed.responseStatus)
    return await checkBasicResponse(parsed, subject, context)
  } catch (error) {
    return unknownBecause(error)
  }
}

async function checkBasicResponse(
  response: BasicOcspResponse,
  subject: Subject,
  context: CheckContext,
): Promise<Statement> {
  const { certificate, issuer } = subject
  if (!bytesEqual(certificate.issuer, issuer.subject)) return unknown('wrong-issuer')
  const [responses, responder] = await Promise.all([
    responsesAbout(subject, response.responses, context.crypto),
    findResponder(response, issuer, context),
  ])
  if (responses.length === 0) return unknown('wrong-certificate')
  if (responder.kind === 'refused') return unknown(responder.cause)
  const critical = unknownCriticalOfResponse(response)
  if (critical !== undefined) return unknown('unsupported', `critical extension ${critical}`)
  if (subject.nonce && !answersNonce(response, subject.nonce)) return unknown('malformed', 'another nonce')
  if (response.producedAt > context.now + context.freshness.skew)
    return unknown('not-yet-valid', 'producedAt')
  const { signer } = responder
  const vouchedUntil =
    signer === issuer ? certificate.notAfter : Math.min(certificate.notAfter, signer.notAfter)
  const about = { vouchedUntil, signer: signer.subjectName }
  const statements = responses.map((single) => checkSingleResponse(single, about, context))
  const best = statements.reduce((best, other) => (weight(other) > weight(best) ? other : best))
  return { ...best, ...(responder.isUncheckedDelegate && { uncheckedDelegate: signer.der }) }
}

function checkSingleResponse(
  single: SingleResponse,
  { vouchedUntil, signer }: { readonly vouchedUntil: number; readonly signer: string },
  context: CheckContext,
): Statement {
  const { status, thisUpdate, nextUpdate } = single
  archiveCutoff(single)
  const until = believedUntil({ thisUpdate, nextUpdate }, vouchedUntil, context)
  const facts = {
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    until,
    signer,
  }
  const critical = unknownCriticalOfSingle(single)
  if (critical !== undefined) return unknown('unsupported', `critical extension ${critical}`, facts)
  const stale = staleness({ thisUpdate, nextUpdate }, until, context)
  if (stale) return unknown(stale, undefined, facts)
  return status.kind === 'unknown' ? unknown('unknown-to-ca', undefined, facts) : { status, ...facts }
}

/** Of several answers `revoked` wins, then the freshest `good`, then the freshest unknown. */
function weight({ status, thisUpdate = 0 }: Statement): number {
  return { revoked: 2, good: 1, unknown: 0 }[status.kind] * 2 ** 50 + thisUpdate
}
