import type { Bytes } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import {
  buildCertificate,
  type CertificatePlan,
  isCa,
  keyCertSignAndCrlSign,
  name,
  serverAuth,
  subjectKeyId,
} from './certificate.ts'
import { hex } from './der.ts'
import { ecdsaKey, type Key } from './keys.ts'

/** A CA with one certificate that it has issued: what every check is about. */
export interface Authority {
  readonly key: Key
  readonly name: Bytes
  readonly issuer: Certificate
  readonly certificate: Certificate
  issue(plan: Partial<CertificatePlan>): Promise<Bytes>
}

export const caKeyId = hex('00112233445566778899aabbccddeeff00112233')

export async function buildAuthority({
  key,
  ca = {},
  leaf = {},
}: {
  readonly key?: Key
  readonly ca?: Partial<CertificatePlan>
  readonly leaf?: Partial<CertificatePlan>
} = {}): Promise<Authority> {
  const signer = key ?? (await ecdsaKey())
  const subject = ca.subject ?? name('Test CA')
  const issue = (plan: Partial<CertificatePlan>) =>
    buildCertificate({ subject: name('leaf.example'), issuer: subject, key: signer, signer, ...plan })
  const caExtensions = [isCa(), keyCertSignAndCrlSign(), subjectKeyId(caKeyId)]
  const issuer = parseCertificate(await issue({ subject, extensions: caExtensions, ...ca }))
  const leafKey = await ecdsaKey()
  const certificate = parseCertificate(await issue({ key: leafKey, extensions: [serverAuth()], ...leaf }))
  return { key: signer, name: subject, issuer, certificate, issue }
}
