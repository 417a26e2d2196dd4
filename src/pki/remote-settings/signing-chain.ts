import { type Bytes, bytesEqual, toHex } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { dnsNames, isPermitted, parseNameConstraints } from '../certificate/name-constraints.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { oid } from '../oids.ts'
import { verifySignature } from '../verify-signature.ts'
import type { WebCrypto } from '../web-crypto.ts'

/** Whom to believe. */
export interface SigningTrust {
  /** SHA-256 of the root's whole DER, in lower-case hex. */
  readonly rootFingerprint: string
  /** DER of that root, for chains that leave it out. */
  readonly root?: Bytes
  /** A dNSName that the leaf must have. */
  readonly signerName: string
}

export interface SigningContext {
  readonly trust: SigningTrust
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly crypto: WebCrypto
  /** Whether somebody who is believed already says that the certificate is revoked; nobody does where it is absent. */
  readonly isRevoked?: (certificate: Certificate) => Promise<boolean>
}

export type SigningCause =
  /** The text does not have this signature. */
  | 'bad-signature'
  /** A certificate of the chain was not issued by the next. */
  | 'broken-chain'
  | 'expired'
  | 'malformed'
  | 'name-not-permitted'
  /** A certificate that may not do what it does here: issue others, sign content. */
  | 'not-authorized'
  | 'not-yet-valid'
  | 'revoked'
  /** An algorithm or a critical extension that nobody here may judge. */
  | 'unsupported'
  | 'untrusted-root'
  | 'wrong-name'

export interface Refused {
  readonly kind: 'refused'
  readonly cause: SigningCause
  readonly detail?: string
}

export type SigningChain =
  { readonly kind: 'trusted'; readonly leaf: Certificate; readonly until: number } | Refused

export function refused(cause: SigningCause, detail?: string): Refused {
  return { kind: 'refused', cause, ...(detail !== undefined && { detail }) }
}

/** RFC 5280 §6.1 for a chain given in its order, leaf first; throws PkiError for names that are not in their form. */
export async function checkSigningChain(
  chain: readonly Certificate[],
  context: SigningContext,
): Promise<SigningChain> {
  const path = await pathToRoot(chain, context)
  const [leaf] = path
  if (leaf === undefined) return refused('untrusted-root')
  const refusal =
    path.map((certificate, i) => faultOf(certificate, i, context.now)).find(isRefused) ??
    faultOfNames(path, leaf, context.trust) ??
    (await faultOfSignatures(path, context)) ??
    (await faultOfRevocation(path, context))
  const until = Math.min(...path.map(({ notAfter }) => notAfter))
  return refusal ?? { kind: 'trusted', leaf, until }
}

/** The chain up to the pinned root; empty where it does not lead there. */
async function pathToRoot(
  chain: readonly Certificate[],
  { trust, crypto }: SigningContext,
): Promise<readonly Certificate[]> {
  const complete = trust.root === undefined ? chain : [...chain, parseCertificate(trust.root)]
  const hashes = await Promise.all(complete.map(({ der }) => crypto.digest('SHA-256', der)))
  const root = hashes.findIndex((hash) => toHex(new Uint8Array(hash)) === trust.rootFingerprint)
  return root < 1 ? [] : complete.slice(0, root + 1)
}

function faultOf(certificate: Certificate, position: number, now: number): Refused | undefined {
  const { subjectName, notBefore, notAfter, unknownCriticalExtensions: [critical] = [] } = certificate
  if (now < notBefore) return refused('not-yet-valid', subjectName)
  if (now > notAfter) return refused('expired', subjectName)
  if (critical !== undefined) return refused('unsupported', `critical extension ${critical}`)
  const mayDoSo = position === 0 ? maySignContent(certificate) : mayIssue(certificate, position - 1)
  return mayDoSo ? undefined : refused('not-authorized', subjectName)
}

function maySignContent({ isCa, keyUsage, extendedKeyUsage }: Certificate): boolean {
  const isSigner = keyUsage?.has('digitalSignature') !== false
  return !isCa && isSigner && extendedKeyUsage?.has(oid.codeSigning) === true
}

/** A CA whose purposes are limited must have this one among them, as mozilla::pkix wants it. */
function mayIssue({ isCa, pathLength, keyUsage, extendedKeyUsage }: Certificate, casBelow: number): boolean {
  return (
    isCa &&
    (pathLength === undefined || casBelow <= pathLength) &&
    keyUsage?.has('keyCertSign') !== false &&
    extendedKeyUsage?.has(oid.codeSigning) !== false
  )
}

function faultOfNames(
  path: readonly Certificate[],
  leaf: Certificate,
  { signerName }: SigningTrust,
): Refused | undefined {
  if (!dnsNames(leaf).includes(signerName.toLowerCase())) return refused('wrong-name', leaf.subjectName)
  const violator = path.find((certificate, i) => !isPermittedBy(certificate, path.slice(i + 1)))
  return violator && refused('name-not-permitted', violator.subjectName)
}

function isPermittedBy(certificate: Certificate, above: readonly Certificate[]): boolean {
  return above.every(
    ({ nameConstraints }) =>
      nameConstraints === undefined || isPermitted(certificate, parseNameConstraints(nameConstraints)),
  )
}

async function faultOfSignatures(
  path: readonly Certificate[],
  context: SigningContext,
): Promise<Refused | undefined> {
  const issuers = path.slice(1)
  const faults = await Promise.all(issuers.map((issuer, i) => faultOfIssue(path[i], issuer, context)))
  return faults.find(isRefused)
}

async function faultOfRevocation(
  path: readonly Certificate[],
  { isRevoked }: SigningContext,
): Promise<Refused | undefined> {
  if (isRevoked === undefined) return undefined
  for (const certificate of path) {
    if (await isRevoked(certificate)) return refused('revoked', certificate.subjectName)
  }
  return undefined
}

async function faultOfIssue(
  certificate: Certificate | undefined,
  issuer: Certificate,
  context: SigningContext,
): Promise<Refused | undefined> {
  if (certificate === undefined || !bytesEqual(certificate.issuer, issuer.subject)) {
    return refused('broken-chain', issuer.subjectName)
  }
  const { tbs: signed, signature, signatureAlgorithm: algorithm } = certificate
  const verified = await verifySignature({ algorithm, signature, signed, spki: issuer.spki }, context)
  return verified === 'verified'
    ? undefined
    : refused('broken-chain', `${certificate.subjectName}: ${verified}`)
}

function isRefused(fault: Refused | undefined): fault is Refused {
  return fault !== undefined
}
