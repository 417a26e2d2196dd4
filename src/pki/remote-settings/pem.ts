import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { limits } from '../limits.ts'
import { PkiError } from '../pki-error.ts'
import { parseBase64 } from './base64.ts'

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g

/** The certificates of a PEM text (RFC 7468 §5.1) in their order; throws PkiError if there is none, or one too many. */
export function parsePemCertificates(text: string): readonly Certificate[] {
  if (text.length > limits.pem) throw new PkiError('too-large', 'PEM')
  const blocks = Array.from(text.matchAll(BLOCK), ([, base64 = '']) => base64.replaceAll(/\s/g, ''))
  if (blocks.length === 0) throw new PkiError('malformed', 'no PEM certificate')
  if (blocks.length > limits.signingChain) throw new PkiError('too-large', 'chain')
  return blocks.map((base64) => parseCertificate(parseBase64(base64, 'base64')))
}
