import type { Bytes } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { PkiError } from '../pki-error.ts'
import type { WebCrypto } from '../web-crypto.ts'
import { parseBase64 } from './base64.ts'
import { parsePemCertificates } from './pem.ts'
import { checkSigningChain, refused, type Refused, type SigningContext } from './signing-chain.ts'

export interface SignedText {
  /** ASCII, as `canonicalJson` writes it. */
  readonly text: string
  /** base64url of r and s, side by side. */
  readonly signature: string
  /** PEM, leaf first; the root may be left out where the context has it. */
  readonly chain: string
}

export type ContentSignature =
  | {
      readonly kind: 'verified'
      /** Readable name of the leaf, and until when (ms) its chain counts. */
      readonly signer: string
      readonly until: number
    }
  | Refused

/**
 * Verifies a content signature as Firefox does (ContentSignatureVerifier.cpp): ECDSA with P-384 and SHA-384 by a
 * certificate for the expected name, whose chain ends in the pinned root. Never rejects.
 */
export async function verifyContentSignature(
  { text, signature, chain }: SignedText,
  context: SigningContext,
): Promise<ContentSignature> {
  try {
    const certificates = parsePemCertificates(chain)
    const checked = await checkSigningChain(certificates, context)
    if (checked.kind === 'refused') return checked
    if (!(await isSignedBy(checked.leaf, text, signature, context.crypto))) return refused('bad-signature')
    return { kind: 'verified', signer: checked.leaf.subjectName, until: checked.until }
  } catch (error) {
    return refusedBecause(error)
  }
}

function refusedBecause(error: unknown): Refused {
  if (error instanceof PkiError && error.code !== 'unsupported') return refused('malformed', error.message)
  // The platform cannot use the key.
  return refused('unsupported', error instanceof Error ? error.message : String(error))
}

/** Whether the key of this certificate, whoever it belongs to, signed the text; throws where it is not of its kind. */
export async function isSignedBy(
  { spki }: Certificate,
  text: string,
  signature: string,
  crypto: WebCrypto,
): Promise<boolean> {
  const key = await crypto.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-384' }, false, ['verify'])
  const bytes = signatureBytes(signature)
  return crypto.verify({ name: 'ECDSA', hash: 'SHA-384' }, key, bytes, signedBytes(text))
}

function signatureBytes(signature: string): Bytes {
  // Twice the 48 bytes of P-384; the text is bounded before it is read.
  const bytes = parseBase64(signature.slice(0, 1024), 'base64url')
  if (bytes.length !== 96) throw new PkiError('malformed', 'length of the content signature')
  return bytes
}

const PREFIX = 'Content-Signature:\0'

function signedBytes(text: string): Bytes {
  const bytes = new Uint8Array(PREFIX.length + text.length)
  for (let i = 0; i < PREFIX.length; i++) bytes[i] = PREFIX.charCodeAt(i)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) throw new PkiError('malformed', 'signed text beyond ASCII')
    bytes[PREFIX.length + i] = unit
  }
  return bytes
}
