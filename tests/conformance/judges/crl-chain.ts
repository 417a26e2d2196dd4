import { type Bytes, bytesEqual } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import type { CheckContext, StatementStatus } from '../../../src/pki/statement.ts'
import { verifySignature } from '../../../src/pki/verify-signature.ts'
import { contextAt, endless, given, type Material } from '../material.ts'
import type { Verdict } from '../verdict.ts'
import { statusOf, timeOf, verdictOf } from './crl.ts'

/**
 * What the CRLs say about the leaf and about each certificate between it and the trust anchor. The path is the part of
 * Firefox, and only as much of it is done here as it takes to know who the issuers are.
 */
export async function judgeCrlChain(material: Material): Promise<Verdict> {
  const { documents, certificate } = material
  const leaf = certificate(given(material.leaf, 'leaf'))
  const anchors = material.trust.map(certificate)
  const context = contextAt(material.time ?? timeOf(documents[0]))
  const pool = [...material.chain.map(certificate), ...optional(material.issuer).map(certificate)]
  const path = await pathFrom(leaf, pool, anchors, context)
  if (path === undefined) return { got: 'chain-invalid', also: ['issuer-invalid', 'invalid', 'unknown'] }
  const statuses: StatementStatus[] = []
  for (const subject of path.slice(0, -1)) {
    const issuers = await crlIssuers(subject, documents, pool, anchors, context)
    statuses.push(await statusOf(documents, endless(subject), issuers, context))
  }
  return verdictOnPath(statuses)
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}

function verdictOnPath([leaf, ...issuers]: readonly StatementStatus[]): Verdict {
  if (leaf === undefined) return { got: 'good', cause: 'the leaf is a trust anchor' }
  const revoked = issuers.some(({ kind }) => kind === 'revoked')
  if (leaf.kind === 'revoked') return { got: 'revoked', also: revoked ? ['issuer-revoked'] : [] }
  if (revoked) return { got: 'issuer-revoked' }
  const unsure = issuers.find(({ kind }) => kind === 'unknown')
  if (leaf.kind === 'good' && unsure) {
    return { got: 'issuer-unknown', also: ['issuer-invalid'], cause: verdictOf(unsure).cause ?? '' }
  }
  return verdictOf(leaf)
}

/** Subject first, trust anchor last: each issued by the next; undefined if there is no such path. */
async function pathFrom(
  subject: Certificate,
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
  context: CheckContext,
): Promise<readonly Certificate[] | undefined> {
  for (const anchor of anchors) {
    if (anchor.der === subject.der || (await hasIssued(anchor, subject, context))) return [subject, anchor]
  }
  for (const issuer of pool) {
    if (!mayIssue(issuer) || !(await hasIssued(issuer, subject, context))) continue
    const others = pool.filter((other) => other !== issuer)
    const rest = await pathFrom(issuer, others, anchors, context)
    if (rest) return [subject, ...rest]
  }
  return undefined
}

const mayIssue = ({ isCa, keyUsage }: Certificate): boolean => isCa && keyUsage?.has('keyCertSign') !== false

async function hasIssued(issuer: Certificate, subject: Certificate, context: CheckContext): Promise<boolean> {
  if (!bytesEqual(issuer.subject, subject.issuer)) return false
  const { tbs, signatureAlgorithm, signature } = subject
  const signed = { algorithm: signatureAlgorithm, signature, signed: tbs, spki: issuer.spki }
  return (await verifySignature(signed, context)) === 'verified'
}

/**
 * RFC 5280 §6.3.3 (f): a CRL of the issuer may be signed with another key of it, if the certificate of that key leads
 * to the same trust anchor, and is not revoked itself.
 */
async function crlIssuers(
  subject: Certificate,
  crls: readonly Bytes[],
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
  context: CheckContext,
): Promise<readonly Certificate[]> {
  const mayVouch = async (issuer: Certificate) => {
    const others = pool.filter((other) => other !== issuer)
    const path = await pathFrom(issuer, others, anchors, context)
    const [, ...above] = path ?? []
    const { kind } = await statusOf(crls, endless(issuer), above, context)
    return path !== undefined && kind !== 'revoked'
  }
  const named = pool.filter((other) => bytesEqual(other.subject, subject.issuer))
  const may = await Promise.all(named.map(mayVouch))
  const anchored = anchors.filter((anchor) => bytesEqual(anchor.subject, subject.issuer))
  return [...anchored, ...named.filter((_, i) => may[i])]
}
