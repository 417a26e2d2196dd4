import { sctOf } from './offline/coverage.ts'
import { sctList } from './offline/sct-list.ts'
import type { Authority } from './pki/authority.ts'
import { issueCertificate, type Issued } from './pki/certificate.ts'
import {
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  keyUsage,
  mustStaple,
  ocspResponders,
  SERVER_AUTH,
  signedCertificateTimestamps,
  subjectAltName,
} from './pki/extension.ts'
import type { Key } from './pki/key.ts'
import { DAY } from './pki/time.ts'
import type { LeafPlan } from './scenarios/variant.ts'

export interface LeafOptions {
  readonly host: string
  readonly plan: LeafPlan
  readonly authority: Authority
  readonly key: Key
  readonly now: number
  readonly responderUrls: readonly string[]
  readonly crlUrls: readonly string[]
}

/** A server certificate as the CA/B Forum's Baseline Requirements want it, with the pointers that the plan asks for. */
export function issueLeaf(options: LeafOptions): Promise<Issued> {
  const { plan, authority, key, now, responderUrls, crlUrls } = options
  const host = plan.misnamed ?? options.host
  const [from, to] = plan.validity ?? [-1, 89]
  return issueCertificate({
    commonName: host,
    key,
    issuer: authority.ca,
    notBefore: now + from * DAY,
    notAfter: now + to * DAY,
    extensions: [
      basicConstraints(false),
      // RFC 5280 §4.2.1.3: whoever encrypts to the key in the certificate needs the second; CAs grant both to RSA keys.
      key.canEncrypt ? keyUsage('digitalSignature', 'keyEncipherment') : keyUsage('digitalSignature'),
      extendedKeyUsage(SERVER_AUTH),
      subjectAltName(host, ...(plan.alsoNamed ?? [])),
      ...(responderUrls.length > 0 ? [ocspResponders(...responderUrls)] : []),
      ...(crlUrls.length > 0 ? [crlDistributionPoints(...crlUrls)] : []),
      ...(plan.mustStaple ? [mustStaple()] : []),
      ...(plan.sct ? [signedCertificateTimestamps(sctList([sctOf(plan.sct, now)]))] : []),
    ],
  })
}
