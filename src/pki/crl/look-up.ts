import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { believedUntil, staleness } from '../freshness.ts'
import { revocationReason } from '../revocation-reason.ts'
import type { CheckContext, Statement, StatementStatus } from '../statement.ts'
import { unknown, unknownBecause } from '../unknown.ts'
import { judgeCrl } from './baseline.ts'
import type { CrlIndex } from './crl-index.ts'
import { noReason } from './entry-extensions.ts'
import { findRevocation } from './revocation-table.ts'
import { type Coverage, coverage } from './scope.ts'
import { maySign } from './signer.ts'

/** Whom a CRL is asked about. */
export interface CrlSubject {
  readonly certificate: Certificate
  readonly issuer: Certificate
  /**
   * Others that may have signed its CRL: another key of the issuer, or the issuer of an indirect CRL. Whoever hands
   * them in has validated their paths, under the same root (RFC 5280 §6.3.3 (f)).
   */
  readonly crlIssuers?: readonly Certificate[]
}

/** What the CRL says about the certificate. Never throws: whatever is wrong is a cause of `unknown`. */
export function lookUp(index: CrlIndex, subject: CrlSubject, context: CheckContext): Statement {
  try {
    return lookUpIn(index, subject, context)
  } catch (error) {
    return unknownBecause(error)
  }
}

function lookUpIn(index: CrlIndex, subject: CrlSubject, context: CheckContext): Statement {
  if (!isOfIssuer(index, subject)) return unknown('wrong-issuer')
  const covered = coverage(subject.certificate, index)
  if (covered === 'none') return unknown('out-of-scope')
  if (index.baseNumber) return unknown('unsupported', 'delta CRL without its base')
  const { certificate } = subject
  const until = believedUntil(index, certificate.notAfter, context)
  const { thisUpdate, nextUpdate, signerName: signer } = index
  const notes = judgeCrl(index, certificate, context.now)
  const facts = {
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    until,
    signer,
    ...(notes.length > 0 && { notes }),
  }
  const stale = staleness(index, until, context)
  if (stale) return unknown(stale, undefined, facts)
  return { status: statusIn(index, certificate, covered), ...facts }
}

/** RFC 5280 §6.3.3 (b) and (f): whether the CRL was signed by somebody who may speak for the issuer. */
function isOfIssuer(index: CrlIndex, { certificate, issuer, crlIssuers = [] }: CrlSubject): boolean {
  const mayHaveSigned = maySign(index)
  return (
    bytesEqual(certificate.issuer, issuer.subject) &&
    [issuer, ...crlIssuers].some(
      (signer) => bytesEqual(signer.spki, index.signerKey) && mayHaveSigned(signer),
    )
  )
}

function statusIn(index: CrlIndex, certificate: Certificate, covered: Coverage): StatementStatus {
  const issuer = index.certificateIssuers.findIndex((name) => bytesEqual(name, certificate.issuer))
  const revocation = issuer < 0 ? undefined : findRevocation(index.revocations, certificate.serial, issuer)
  if (revocation) {
    const { revokedAt, reason } = revocation
    return { kind: 'revoked', at: revokedAt * 1000, reason: reasonOf(reason) }
  }
  return covered === 'all'
    ? { kind: 'good' }
    : { kind: 'unknown', cause: 'out-of-scope', detail: 'the CRL lists only some reasons' }
}

function reasonOf(code: number) {
  const content: Bytes = Uint8Array.of(code)
  return code === noReason ? undefined : revocationReason(content)
}
