import type * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

import type { Issued } from './certificate.ts'
import { encodeSigned } from './der.ts'
import { crlNumber, authorityKeyId, issuingDistributionPoint, reasonCode } from './extension.ts'
import { spoiled } from './spoiled.ts'
import { wholeSeconds } from './time.ts'

export interface CrlEntry {
  readonly serial: asn1.Integer
  readonly at: number
  readonly reason: number
}

export interface CrlPlan {
  /** Whose certificates the list is about. */
  readonly issuer: Issued
  /** Who signs it, where that is not the issuer. */
  readonly signer?: Issued
  readonly entries: readonly CrlEntry[]
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Makes it one part of a list that is cut in parts: the URL that the certificates name. */
  readonly partOf?: string
  readonly tampered?: boolean
}

/** RFC 5280 §5, as DER. */
export async function signCrl(plan: CrlPlan): Promise<Uint8Array> {
  const signer = plan.signer ?? plan.issuer
  const crl = new pkijs.CertificateRevocationList({
    version: 1,
    issuer: signer.certificate.subject,
    thisUpdate: new pkijs.Time({ value: wholeSeconds(plan.thisUpdate) }),
    nextUpdate: new pkijs.Time({ value: wholeSeconds(plan.nextUpdate) }),
    crlExtensions: new pkijs.Extensions({
      extensions: [
        authorityKeyId(signer.keyId),
        crlNumber(Math.floor(plan.thisUpdate / 1000)),
        ...(plan.partOf === undefined ? [] : [issuingDistributionPoint(plan.partOf)]),
      ],
    }),
  })
  // RFC 5280 §5.1.2.6: the field is absent, not empty, where nothing is revoked.
  if (plan.entries.length > 0) crl.revokedCertificates = plan.entries.map(revokedCertificate)
  await crl.sign(signer.key.privateKey, signer.key.hash)
  if (plan.tampered) crl.signatureValue = spoiled(crl.signatureValue)
  return encodeSigned(crl)
}

function revokedCertificate({ serial, at, reason }: CrlEntry): pkijs.RevokedCertificate {
  return new pkijs.RevokedCertificate({
    userCertificate: serial,
    revocationDate: new pkijs.Time({ value: wholeSeconds(at) }),
    crlEntryExtensions: new pkijs.Extensions({ extensions: [reasonCode(reason)] }),
  })
}
