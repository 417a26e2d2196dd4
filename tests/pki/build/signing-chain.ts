import { createHash } from 'node:crypto'
import type { Bytes } from '../../../src/pki/bytes.ts'
import { buildCertificate, type CertificatePlan, extendedKeyUsage, extension, name } from './certificate.ts'
import { ascii, boolean, concat, implicit, integer, sequence, tagged } from './der.ts'
import { digitalSignature, keyCertSign } from './certificate.ts'
import { ecdsaKey, type Key } from './keys.ts'

export const signerName = 'content.signature.example'

type Changes = Partial<CertificatePlan>

export interface SigningChainPlan {
  readonly root?: Changes
  readonly rootKey?: Key
  readonly intermediate?: Changes
  readonly intermediateKey?: Key
  readonly leaf?: Changes
  readonly leafCurve?: 'P-256' | 'P-384'
}

export interface BuiltSigningChain {
  readonly leaf: Bytes
  readonly intermediate: Bytes
  readonly root: Bytes
  /** PEM of all three, leaf first. */
  readonly chain: string
  /** SHA-256 of the root. */
  readonly rootFingerprint: string
  /** base64url of the content signature over a text. */
  sign(text: string): Promise<string>
}

/** A chain as Mozilla's content signatures have it: root, intermediate with name constraints, P-384 leaf. */
export async function buildSigningChain(plan: SigningChainPlan = {}): Promise<BuiltSigningChain> {
  const { leafCurve = 'P-384' } = plan
  const rootKey = plan.rootKey ?? (await ecdsaKey('P-384', 'SHA-384'))
  const intermediateKey = plan.intermediateKey ?? (await ecdsaKey('P-384', 'SHA-384'))
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: leafCurve }, true, ['sign'])
  const leafSpki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))

  const root = await buildCertificate({
    subject: name('Root'),
    issuer: name('Root'),
    key: rootKey,
    signer: rootKey,
    extensions: [basicConstraints(), keyCertSign(), codeSigning()],
    ...plan.root,
  })
  const intermediate = await buildCertificate({
    subject: name('Intermediate'),
    issuer: name('Root'),
    key: intermediateKey,
    signer: rootKey,
    extensions: [basicConstraints(0), keyCertSign(), codeSigning(), permitted('.signature.example')],
    ...plan.intermediate,
  })
  const leaf = await buildCertificate({
    subject: name('Leaf'),
    issuer: name('Intermediate'),
    key: { spki: leafSpki },
    signer: intermediateKey,
    extensions: [digitalSignature(), codeSigning(), subjectAltName(dns(signerName))],
    ...plan.leaf,
  })
  return {
    leaf,
    intermediate,
    root,
    chain: [leaf, intermediate, root].map(pem).join(''),
    rootFingerprint: createHash('sha256').update(root).digest('hex'),
    async sign(text) {
      const signed = concat(ascii('Content-Signature:\0'), ascii(text))
      const algorithm = { name: 'ECDSA', hash: 'SHA-384' }
      const signature = await crypto.subtle.sign(algorithm, pair.privateKey, signed)
      return Buffer.from(signature).toString('base64url')
    },
  }
}

export function pem(der: Bytes): string {
  const base64 = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}

export const codeSigning = () => extendedKeyUsage('1.3.6.1.5.5.7.3.3')
export const subjectAltName = (...names: Bytes[]) => extension('2.5.29.17', sequence(...names))
export const dns = (host: string) => implicit(2, ascii(host))
export const email = (address: string) => implicit(1, ascii(address))

export const basicConstraints = (pathLength?: number) =>
  extension(
    '2.5.29.19',
    sequence(boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])),
    true,
  )

export const permitted = (...domains: string[]) => nameConstraints([0, domains.map(dns)])
export const excluded = (...domains: string[]) => nameConstraints([1, domains.map(dns)])

export function nameConstraints(
  ...lists: readonly (readonly [tag: number, bases: readonly Bytes[]])[]
): Bytes {
  const subtrees = lists.map(([tag, bases]) => tagged(tag, ...bases.map((base) => sequence(base))))
  return extension('2.5.29.30', sequence(...subtrees), true)
}
