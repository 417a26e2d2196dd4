import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

import { encodeSigned } from './der.ts'
import { authorityKeyId, subjectKeyId } from './extension.ts'
import { pem, type Key } from './key.ts'
import { wholeSeconds } from './time.ts'

export interface CertificatePlan {
  readonly commonName: string
  readonly key: Key
  /** Who signs; itself where absent. */
  readonly issuer?: Issued
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** Beside the key identifiers, which every certificate gets. */
  readonly extensions: readonly pkijs.Extension[]
}

/** A certificate with the key that belongs to it: what it takes to issue others and to sign statements. */
export interface Issued {
  readonly commonName: string
  readonly certificate: pkijs.Certificate
  readonly key: Key
  readonly der: Uint8Array
  readonly pem: string
  /** SHA-1 of the public key's bits (RFC 5280 §4.2.1.2, method 1); also the key hash of OCSP. */
  readonly keyId: ArrayBuffer
}

export async function issueCertificate(plan: CertificatePlan): Promise<Issued> {
  const certificate = new pkijs.Certificate({ version: 2 })
  await certificate.subjectPublicKeyInfo.importKey(plan.key.publicKey)
  const keyId = await certificate.getKeyHash('SHA-1')
  certificate.serialNumber = randomSerial()
  certificate.subject = distinguishedName(plan.commonName)
  certificate.issuer = plan.issuer?.certificate.subject ?? certificate.subject
  certificate.notBefore = new pkijs.Time({ value: wholeSeconds(plan.notBefore) })
  certificate.notAfter = new pkijs.Time({ value: wholeSeconds(plan.notAfter) })
  certificate.extensions = [
    ...plan.extensions,
    subjectKeyId(keyId),
    ...(plan.issuer ? [authorityKeyId(plan.issuer.keyId)] : []),
  ]
  const signer = plan.issuer?.key ?? plan.key
  await certificate.sign(signer.privateKey, signer.hash)
  const der = encodeSigned(certificate)
  const { commonName, key } = plan
  return { commonName, certificate, key, der, pem: pem('CERTIFICATE', der), keyId }
}

/** 16 bytes, positive, no leading zero (CA/B Forum BRs §7.1: at least 64 bits of randomness). */
export function randomSerial(): asn1.Integer {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return new asn1.Integer({ valueHex: bytes.buffer })
}

function distinguishedName(commonName: string): pkijs.RelativeDistinguishedNames {
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: [attribute('2.5.4.10', 'Hardfail laboratory'), attribute('2.5.4.3', commonName)],
  })
}

function attribute(type: string, value: string): pkijs.AttributeTypeAndValue {
  return new pkijs.AttributeTypeAndValue({ type, value: new asn1.Utf8String({ value }) })
}
