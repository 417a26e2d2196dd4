import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { checkCrl } from '../../../src/pki/crl/status.ts'
import { bytesEqual } from '../../../src/pki/bytes.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import type { CheckContext, StatementStatus } from '../../../src/pki/statement.ts'
import { verifySignature } from '../../../src/pki/verify-signature.ts'
import { readCrl } from '../crl-engine.ts'
import { contextAt, endless, given, issuerOf, type Material, subjectOf } from '../material.ts'
import { refusal, type Verdict } from '../verdict.ts'

/** What the CRLs say about the certificate, taken together. */
export async function judgeCrl(material: Material): Promise<Verdict> {
  const [first] = material.documents
  const subject = readSubject(material)
  if ('got' in subject) return subject
  const { certificate, issuer } = subject
  const context = contextAt(material.time ?? timeOf(first))
  return verdictOf(await statusOf(material.documents, certificate, [issuer], context))
}

/** A certificate that cannot be read is one of which nothing is known. */
function readSubject(
  material: Material,
): Verdict | { readonly certificate: Certificate; readonly issuer: Certificate } {
  try {
    const issuer = issuerOf(material)
    return { certificate: endless(subjectOf(material, issuer)), issuer }
  } catch (error) {
    if (!(error instanceof PkiError)) throw error
    return verdictOf({ kind: 'unknown', cause: error.code, detail: error.message })
  }
}

/** Revoked on one list is revoked; good needs a list that is about the certificate. */
export async function statusOf(
  crls: readonly Bytes[],
  certificate: Certificate,
  issuers: readonly Certificate[],
  context: CheckContext,
): Promise<StatementStatus> {
  const pairs = crls.flatMap((crl) => issuers.map((issuer) => [crl, issuer] as const))
  const statements = pairs.map(([crl, issuer]) => checkCrl(crl, { certificate, issuer }, context))
  const statuses = (await Promise.all(statements)).map(({ status }) => status)
  const best = ['revoked', 'good'].map((kind) => statuses.find((status) => status.kind === kind))
  // Lists of other issuers are beside the point; why the one that counts was refused is telling.
  const telling = statuses.find((status) => status.kind === 'unknown' && status.cause !== 'wrong-issuer')
  const nothing: StatementStatus = { kind: 'unknown', cause: 'wrong-issuer', detail: 'no CRL of the issuer' }
  return best.find((status) => status !== undefined) ?? telling ?? nothing
}

/** `unknown` and `invalid` say the same of a CRL: no usable one, so neither good nor revoked. */
export function verdictOf(status: StatementStatus): Verdict {
  if (status.kind !== 'unknown') return { got: status.kind }
  const { cause, detail } = status
  return { got: 'unknown', also: ['invalid'], cause: detail === undefined ? cause : `${cause}: ${detail}` }
}

/** Whether the issuer has signed the CRL, and may. */
export async function judgeCrlSignature({ documents, certificate, issuer }: Material): Promise<Verdict> {
  return signatureOf(documents[0], certificate(given(issuer, 'issuer')))
}

export async function signatureOf(bytes: Bytes, issuer: Certificate): Promise<Verdict> {
  const crl = readCrl(bytes)
  if (!bytesEqual(crl.issuer, issuer.subject)) return noSignature('wrong-issuer')
  if (issuer.keyUsage?.has('cRLSign') === false) return noSignature('issuer without cRLSign')
  const { tbs, signatureAlgorithm, signature } = crl
  const signed = { algorithm: signatureAlgorithm, signature, signed: tbs, spki: issuer.spki }
  const verified = await verifySignature(signed, contextAt(crl.thisUpdate))
  return verified === 'verified' ? { got: 'signature-ok', also: ['parse-ok'] } : noSignature(verified)
}

function noSignature(cause: string): Verdict {
  return { got: 'signature-invalid', also: ['invalid'], cause }
}

/** A case without a time is judged when its CRL was new. */
export function timeOf(bytes: Bytes): number {
  try {
    return readCrl(bytes).thisUpdate
  } catch (error) {
    refusal(error)
    return 0
  }
}
