import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { believedUntil, staleness } from '../freshness.ts'
import { revocationReason } from '../revocation-reason.ts'
import type { CheckContext, Statement, StatementStatus } from '../statement.ts'
import { unknown, unknownBecause } from '../unknown.ts'
import { judgeCrl } from './baseline.ts'
import type { CrlIndex } from './crl-index.ts'
import { isApplicable } from './delta.ts'
import { noReason, removeFromCrl } from './entry-extensions.ts'
import { findRevocation, type RevocationRecord } from './revocation-table.ts'
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

/**
 * What the CRL says about the certificate, together with a delta CRL to it if there is one at hand that belongs to it
 * and is current (RFC 5280 §6.3.3 (c)). Never throws: whatever is wrong is a cause of `unknown`.
 */
export function lookUp(
  index: CrlIndex,
  subject: CrlSubject,
  context: CheckContext,
  delta?: CrlIndex,
): Statement {
  try {
    return lookUpIn(index, subject, context, delta)
  } catch (error) {
    return unknownBecause(error)
  }
}

function lookUpIn(
  index: CrlIndex,
  subject: CrlSubject,
  context: CheckContext,
  delta: CrlIndex | undefined,
): Statement {
  if (!isOfIssuer(index, subject)) return unknown('wrong-issuer')
  const covered = coverage(subject.certificate, index)
  if (covered === 'none') return unknown('out-of-scope')
  if (index.baseNumber) return unknown('unsupported', 'delta CRL without its base')
  const { certificate } = subject
  const baseUntil = believedUntil(index, certificate.notAfter, context)
  const applied = delta && isApplicable(delta, index, context) ? delta : undefined
  const until = applied ? Math.min(baseUntil, believedUntil(applied, baseUntil, context)) : baseUntil
  const { thisUpdate, nextUpdate, signerName: signer } = applied ?? index
  const notes = judgeCrl(index, certificate, context.now)
  const facts = {
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    until,
    signer,
    ...(notes.length > 0 && { notes }),
    ...(applied && { isRevisedByDelta: true as const }),
  }
  const stale = staleness(index, baseUntil, context)
  if (stale) return unknown(stale, undefined, facts)
  return { status: statusIn(index, applied, certificate, covered), ...facts }
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

/** RFC 5280 §5.2.4: what the delta CRL lists is as it says; everything else is as it was. */
function statusIn(
  index: CrlIndex,
  delta: CrlIndex | undefined,
  certificate: Certificate,
  covered: Coverage,
): StatementStatus {
  const revised = delta && revocationIn(delta, certificate)
  const isTakenOff = revised?.reason === removeFromCrl
  const revocation = revised ?? revocationIn(index, certificate)
  if (revocation && !isTakenOff) {
    const { revokedAt, reason } = revocation
    return { kind: 'revoked', at: revokedAt * 1000, reason: reasonOf(reason) }
  }
  return covered === 'all'
    ? { kind: 'good' }
    : { kind: 'unknown', cause: 'out-of-scope', detail: 'the CRL lists only some reasons' }
}

function revocationIn(index: CrlIndex, { serial, issuer }: Certificate): RevocationRecord | undefined {
  const number = index.certificateIssuers.findIndex((name) => bytesEqual(name, issuer))
  return number < 0 ? undefined : findRevocation(index.revocations, serial, number)
}

function reasonOf(code: number) {
  const content: Bytes = Uint8Array.of(code)
  return code === noReason ? undefined : revocationReason(content)
}
