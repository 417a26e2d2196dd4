import type { CaKind } from '../scenario.ts'
import { issueCertificate, type CertificatePlan, type Issued } from './certificate.ts'
import {
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  keyUsage,
  OCSP_SIGNING,
  ocspNoCheck,
  SERVER_AUTH,
} from './extension.ts'
import { generateKey, type Key } from './key.ts'
import { DAY } from './time.ts'

/** An intermediate CA with those who may, and may not, speak for it. */
export interface Authority {
  readonly ca: Issued
  /** May sign OCSP responses in its name. */
  readonly delegate: Issued
  /** Lacks the purpose id-kp-OCSPSigning. */
  readonly impostor: Issued
  /** Had the purpose until yesterday. */
  readonly formerDelegate: Issued
}

/** A root with its intermediates. */
export interface Tree {
  readonly kind: CaKind
  readonly root: Issued
  readonly authorities: Readonly<Record<AuthorityName, Authority>>
}

/**
 * `revoked` stands in the root's CRL, `listed` and `key-listed` in OneCRL; `unenrolled` is not enrolled in CRLite;
 * `stranger` hangs from a root that nobody trusts.
 */
export type AuthorityName = 'ecdsa' | 'rsa' | 'revoked' | 'listed' | 'key-listed' | 'unenrolled' | 'stranger'

export interface TreeOptions {
  readonly kind: CaKind
  readonly now: number
  /** Where the root publishes the CRL of its intermediates. */
  readonly rootCrlUrl: string
}

export async function growTree(options: TreeOptions): Promise<Tree> {
  const title = options.kind === 'public' ? 'Public' : 'Private'
  const rootOf = async (commonName: string) => issueRoot(commonName, await generateKey('p384'), options.now)
  const [root, untrusted] = await Promise.all([
    rootOf(`Lab ${title} Root`),
    rootOf(`Lab ${title} Root Nobody Trusts`),
  ])
  const authority = async (commonName: string, key: Promise<Key>, issuer = root) =>
    issueAuthority(`Lab ${title} ${commonName}`, await key, issuer, options)
  const [ecdsa, rsa, revoked, listed, keyListed, unenrolled, stranger] = await Promise.all([
    authority('ECDSA CA', generateKey('p256')),
    authority('RSA CA', generateKey('rsa2048')),
    authority('Revoked CA', generateKey('p384')),
    authority('Listed CA', generateKey('p256')),
    authority('Key-listed CA', generateKey('p256')),
    authority('Unenrolled CA', generateKey('p256')),
    authority('Stranger CA', generateKey('p256'), untrusted),
  ])
  const authorities = { ecdsa, rsa, revoked, listed, 'key-listed': keyListed, unenrolled, stranger }
  return { kind: options.kind, root, authorities }
}

function issueRoot(commonName: string, key: Key, now: number): Promise<Issued> {
  return issueCertificate({
    commonName,
    key,
    notBefore: now - 1000 * DAY,
    notAfter: now + 4000 * DAY,
    extensions: [basicConstraints({}), keyUsage('keyCertSign', 'cRLSign')],
  })
}

async function issueAuthority(
  commonName: string,
  key: Key,
  issuer: Issued,
  { now, rootCrlUrl }: TreeOptions,
): Promise<Authority> {
  const ca = await issueCertificate({
    commonName,
    key,
    issuer,
    notBefore: now - 500 * DAY,
    notAfter: now + 1000 * DAY,
    extensions: [
      basicConstraints({ pathLength: 0 }),
      keyUsage('digitalSignature', 'keyCertSign', 'cRLSign'),
      extendedKeyUsage(SERVER_AUTH),
      crlDistributionPoints(rootCrlUrl),
    ],
  })
  const delegateKey = await generateKey('p256')
  const delegate = (name: string, purpose: string, notAfter: number) =>
    issueDelegate(ca, { name, key: delegateKey, purpose, now, notAfter, extensions: [ocspNoCheck()] })
  return {
    ca,
    delegate: await delegate('OCSP Responder', OCSP_SIGNING, now + 30 * DAY),
    impostor: await delegate('Impostor', SERVER_AUTH, now + 30 * DAY),
    formerDelegate: await delegate('Former OCSP Responder', OCSP_SIGNING, now - DAY),
  }
}

/** A responder that its CA has not exempted from being checked itself: its certificate says where. */
export async function issueCheckedDelegate(
  { ca }: Authority,
  { crlUrls, now }: { readonly crlUrls: readonly string[]; readonly now: number },
): Promise<Issued> {
  return issueDelegate(ca, {
    name: 'OCSP Responder to Be Checked',
    key: await generateKey('p256'),
    purpose: OCSP_SIGNING,
    now,
    notAfter: now + 30 * DAY,
    extensions: [crlDistributionPoints(...crlUrls)],
  })
}

interface DelegatePlan extends Pick<CertificatePlan, 'key' | 'notAfter' | 'extensions'> {
  readonly name: string
  readonly purpose: string
  readonly now: number
}

function issueDelegate(ca: Issued, plan: DelegatePlan): Promise<Issued> {
  const { name, key, purpose, now, notAfter, extensions } = plan
  return issueCertificate({
    commonName: `${ca.commonName} ${name}`,
    key,
    issuer: ca,
    notBefore: now - 30 * DAY,
    notAfter,
    extensions: [
      basicConstraints(false),
      keyUsage('digitalSignature'),
      extendedKeyUsage(purpose),
      ...extensions,
    ],
  })
}
