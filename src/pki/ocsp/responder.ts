import { type Bytes, bytesEqual } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import type { CheckContext } from '../statement.ts'
import { type SignatureFault, verifySignature } from '../verify-signature.ts'
import type { BasicOcspResponse, ResponderId } from './response.ts'

export type Responder =
  | {
      readonly kind: 'authorized'
      readonly signer: Certificate
      /** A delegate without ocsp-nocheck, which may have been revoked itself. */
      readonly isUncheckedDelegate: boolean
    }
  | { readonly kind: 'refused'; readonly cause: SignatureFault | 'responder-not-authorized' }

/**
 * Who signed the response, if it is somebody who may (RFC 6960 §4.2.2.2): the issuer of the certificate itself, or a
 * delegate of it whose certificate came along. A locally trusted responder (the third kind) does not exist here.
 */
export async function findResponder(
  response: BasicOcspResponse,
  issuer: Certificate,
  context: CheckContext,
): Promise<Responder> {
  const named = await certificatesNamed(response, issuer, context)
  let refused: Responder = { kind: 'refused', cause: 'responder-not-authorized' }
  for (const signer of named) {
    const fault = await faultOf(signer, issuer, response, context)
    if (fault === undefined) {
      return { kind: 'authorized', signer, isUncheckedDelegate: signer !== issuer && !signer.ocspNoCheck }
    }
    if (fault !== 'responder-not-authorized') refused = { kind: 'refused', cause: fault }
  }
  return refused
}

/** The certificates that the responderID may mean: several have the same name when a responder changes its key. */
async function certificatesNamed(
  { responderId, certificates }: BasicOcspResponse,
  issuer: Certificate,
  context: CheckContext,
): Promise<readonly Certificate[]> {
  const sent = certificates.flatMap(parseIfCertificate).filter((sent) => !isSameKey(sent, issuer))
  const candidates = [issuer, ...sent]
  const matches = await Promise.all(candidates.map((candidate) => isNamedBy(responderId, candidate, context)))
  return candidates.filter((_, i) => matches[i])
}

/** Responders send whole chains, and it need not matter if one of them is strange. */
function parseIfCertificate(der: Bytes): readonly Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof PkiError) return []
    throw error
  }
}

function isSameKey(a: Certificate, b: Certificate): boolean {
  return bytesEqual(a.spki, b.spki) && bytesEqual(a.subject, b.subject)
}

async function isNamedBy(id: ResponderId, { subject, publicKey }: Certificate, { crypto }: CheckContext) {
  if (id.by === 'name') return bytesEqual(id.name, subject)
  return bytesEqual(id.hash, new Uint8Array(await crypto.digest('SHA-1', publicKey)))
}

async function faultOf(
  signer: Certificate,
  issuer: Certificate,
  { tbs, signatureAlgorithm, signature }: BasicOcspResponse,
  context: CheckContext,
): Promise<SignatureFault | 'responder-not-authorized' | undefined> {
  const signed = { algorithm: signatureAlgorithm, signature, signed: tbs, spki: signer.spki }
  // Side by side, since each waits for another thread.
  const [fault, verified] = await Promise.all([
    signer === issuer ? undefined : faultOfDelegation(signer, issuer, context),
    verifySignature(signed, context),
  ])
  if (fault !== undefined) return fault
  return verified === 'verified' ? undefined : verified
}

/** RFC 6960 §4.2.2.2: "issued directly by the CA", for this purpose. A bad signature here is no authorization. */
async function faultOfDelegation(
  delegate: Certificate,
  issuer: Certificate,
  context: CheckContext,
): Promise<SignatureFault | 'responder-not-authorized' | undefined> {
  if (!mayBeDelegate(delegate, issuer, context)) return 'responder-not-authorized'
  const { tbs, signatureAlgorithm, signature } = delegate
  const signed = { algorithm: signatureAlgorithm, signature, signed: tbs, spki: issuer.spki }
  const verified = await verifySignature(signed, context)
  if (verified === 'verified') return undefined
  return verified === 'bad-signature' ? 'responder-not-authorized' : verified
}

function mayBeDelegate(
  {
    issuer,
    extendedKeyUsage,
    keyUsage,
    isCa,
    notBefore,
    notAfter,
    unknownCriticalExtensions = [],
  }: Certificate,
  ca: Certificate,
  { now, freshness: { skew } }: CheckContext,
): boolean {
  return (
    bytesEqual(issuer, ca.subject) &&
    // anyExtendedKeyUsage is not enough.
    extendedKeyUsage?.has(oid.ocspSigning) === true &&
    keyUsage?.has('digitalSignature') !== false &&
    // A subordinate CA that was given the purpose by mistake may not speak for its issuer; mozilla::pkix says so, too.
    !isCa &&
    unknownCriticalExtensions.length === 0 &&
    notBefore <= now + skew &&
    now - skew <= notAfter
  )
}
