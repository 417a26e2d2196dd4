import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { believedUntil, staleness } from '../freshness.ts'
import type { CheckContext, DocumentCause, Statement, StatementStatus } from '../statement.ts'
import { unknown, unknownBecause } from '../unknown.ts'
import { verifySignature } from '../verify-signature.ts'
import { findRevocation } from './entries.ts'
import { type Crl, scanCrl } from './scan.ts'
import { coverage } from './scope.ts'

interface Subject {
  readonly certificate: Certificate
  readonly issuer: Certificate
}

/** What the CRL says about the certificate. Never rejects: whatever is wrong with it is a cause of `unknown`. */
export async function checkCrl(crl: Bytes, subject: Subject, context: CheckContext): Promise<Statement> {
  try {
    return await checkScannedCrl(scanCrl(crl), subject, context)
  } catch (error) {
    return unknownBecause(error)
  }
}

async function checkScannedCrl(crl: Crl, subject: Subject, context: CheckContext): Promise<Statement> {
  const { certificate, issuer } = subject
  const mismatch = mismatchOf(crl, subject)
  if (mismatch) return unknown(mismatch)
  const [critical] = crl.unknownCriticalExtensions
  if (critical !== undefined) return unknown('unsupported', `critical extension ${critical}`)
  const { tbs, signatureAlgorithm, signature } = crl
  const signed = { algorithm: signatureAlgorithm, signature, signed: tbs, spki: issuer.spki }
  const verified = await verifySignature(signed, context)
  if (verified !== 'verified') return unknown(verified)

  const until = believedUntil(crl, certificate.notAfter, context)
  const { thisUpdate, nextUpdate } = crl
  const facts = {
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    until,
    signer: issuer.subjectName,
  }
  const stale = staleness(crl, until, context)
  if (stale) return unknown(stale, undefined, facts)
  return { status: statusIn(crl, certificate), ...facts }
}

/** RFC 5280 §6.3.3 (b), (d), (f): whether this is a CRL of the issuer, and about the certificate at all. */
function mismatchOf(crl: Crl, { certificate, issuer }: Subject): DocumentCause | undefined {
  if (!bytesEqual(crl.issuer, issuer.subject) || !bytesEqual(certificate.issuer, issuer.subject)) {
    return 'wrong-issuer'
  }
  const { authorityKeyId } = crl
  if (authorityKeyId && issuer.subjectKeyId && !bytesEqual(authorityKeyId, issuer.subjectKeyId)) {
    return 'wrong-issuer'
  }
  // §4.2.1.3: cRLSign.
  if (issuer.keyUsage?.has('cRLSign') === false) return 'wrong-issuer'
  return coverage(certificate, crl.issuingDistributionPoint) === 'none' ? 'out-of-scope' : undefined
}

function statusIn(crl: Crl, certificate: Certificate): StatementStatus {
  const { serial, issuer } = certificate
  const indirect = crl.issuingDistributionPoint?.indirect === true
  const revocation = findRevocation(crl.entries, { serial, issuer, indirect })
  if (revocation) return { kind: 'revoked', ...revocation }
  return coverage(certificate, crl.issuingDistributionPoint) === 'all'
    ? { kind: 'good' }
    : { kind: 'unknown', cause: 'out-of-scope', detail: 'the CRL lists only some reasons' }
}
