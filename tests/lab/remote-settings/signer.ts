import { createHash } from 'node:crypto'

import { issueCertificate } from '../pki/certificate.ts'
import {
  basicConstraints,
  CODE_SIGNING,
  extendedKeyUsage,
  keyUsage,
  nameConstraints,
  subjectAltName,
} from '../pki/extension.ts'
import { generateKey } from '../pki/key.ts'
import { DAY } from '../pki/time.ts'

export const SIGNER_NAME = 'onecrl.content-signature.mozilla.org'

/** Signs collections as Mozilla does, under a root of the laboratory's own. */
export interface ContentSigner {
  /** PEM, leaf first, root included. */
  readonly chain: string
  readonly rootDer: Uint8Array
  /** SHA-256 of the root in hex: what a client has to be told. */
  readonly rootFingerprint: string
  /** base64url. */
  sign(text: string): Promise<string>
}

export async function growSigner(now: number): Promise<ContentSigner> {
  const [rootKey, intermediateKey, leafKey] = await Promise.all([
    generateKey('p384'),
    generateKey('p384'),
    generateKey('p384'),
  ])
  const root = await issueCertificate({
    commonName: 'Lab Content Signing Root',
    key: rootKey,
    notBefore: now - 1000 * DAY,
    notAfter: now + 4000 * DAY,
    extensions: [basicConstraints({}), keyUsage('keyCertSign', 'cRLSign'), extendedKeyUsage(CODE_SIGNING)],
  })
  const intermediate = await issueCertificate({
    commonName: 'Lab Content Signing Intermediate',
    key: intermediateKey,
    issuer: root,
    notBefore: now - 500 * DAY,
    notAfter: now + 1000 * DAY,
    extensions: [
      basicConstraints({ pathLength: 0 }),
      keyUsage('keyCertSign', 'cRLSign'),
      extendedKeyUsage(CODE_SIGNING),
      nameConstraints('.content-signature.mozilla.org', 'content-signature.mozilla.org'),
    ],
  })
  const leaf = await issueCertificate({
    commonName: SIGNER_NAME,
    key: leafKey,
    issuer: intermediate,
    notBefore: now - 30 * DAY,
    notAfter: now + 60 * DAY,
    extensions: [keyUsage('digitalSignature'), extendedKeyUsage(CODE_SIGNING), subjectAltName(SIGNER_NAME)],
  })
  return {
    chain: leaf.pem + intermediate.pem + root.pem,
    rootDer: root.der,
    rootFingerprint: createHash('sha256').update(root.der).digest('hex'),
    async sign(text) {
      const signed = Buffer.from(`Content-Signature:\0${text}`)
      const algorithm = { name: 'ECDSA', hash: 'SHA-384' }
      return Buffer.from(await crypto.subtle.sign(algorithm, leafKey.privateKey, signed)).toString(
        'base64url',
      )
    },
  }
}
