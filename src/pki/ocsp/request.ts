import { Integer, Null, OctetString } from 'asn1js'
import { AlgorithmIdentifier, CertID, Extension, OCSPRequest, Request, TBSRequest } from 'pkijs'
import type { Bytes } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { oid } from '../oids.ts'
import { PkiError } from '../pki-error.ts'
import type { WebCrypto } from '../web-crypto.ts'

export interface OcspSubject {
  readonly certificate: Certificate
  readonly issuer: Certificate
  /** Of the CertID. RFC 5019 §2.1.1 wants SHA-1, and every responder knows it; nothing rests on its strength. */
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'
  /** Of `nonceLength` random bytes; to be handed to `checkOcspResponse`, too. Responders that cache ignore it. */
  readonly nonce?: Bytes
}

/** RFC 9654 §2.1: 32 bytes are for new clients, 1 to 128 are for anybody to accept. */
export const nonceLength = { least: 1, usual: 32, most: 128 } as const

/** A request about one certificate, without signature (RFC 6960 §4.1.1, RFC 5019 §2.1.1); throws PkiError. */
export async function encodeOcspRequest(
  { certificate, issuer, hash = 'SHA-1', nonce }: OcspSubject,
  crypto: WebCrypto,
): Promise<Bytes> {
  const reqCert = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: hashes[hash], algorithmParams: new Null() }),
    issuerNameHash: new OctetString({ valueHex: await crypto.digest(hash, issuer.subject) }),
    issuerKeyHash: new OctetString({ valueHex: await crypto.digest(hash, issuer.publicKey) }),
    serialNumber: new Integer({ valueHex: certificate.serial }),
  })
  const requestExtensions = nonce && { requestExtensions: [nonceExtension(nonce)] }
  const tbsRequest = new TBSRequest({ requestList: [new Request({ reqCert })], ...requestExtensions })
  return new Uint8Array(new OCSPRequest({ tbsRequest }).toSchema(true).toBER())
}

const hashes = { 'SHA-1': oid.sha1, 'SHA-256': oid.sha256, 'SHA-384': oid.sha384, 'SHA-512': oid.sha512 }

/** RFC 6960 §4.4.1. */
function nonceExtension(nonce: Bytes): Extension {
  return new Extension({ extnID: oid.ocspNonce, extnValue: encodeNonce(nonce).buffer })
}

/** Nonce ::= OCTET STRING (SIZE(1..128)) (RFC 9654 §2.1). */
export function encodeNonce(nonce: Bytes): Bytes {
  const { least, most } = nonceLength
  if (nonce.length < least || nonce.length > most) throw new PkiError('unsupported', 'length of the nonce')
  return new Uint8Array(new OctetString({ valueHex: nonce }).toBER())
}

/**
 * Where to GET the answer (RFC 6960 appendix A.1); undefined if the request is to be POSTed, because the encoded form
 * has 255 bytes or more (RFC 5019 §5).
 */
export function ocspGetUrl(responder: string, request: Bytes): string | undefined {
  const encoded = encodeURIComponent(base64(request))
  return encoded.length < 255 ? `${responder.replace(/\/$/, '')}/${encoded}` : undefined
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Bytes): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3)
    const triple = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    const digit = (shift: number) => alphabet.charAt((triple >> shift) & 63)
    text += digit(18) + digit(12) + (b === undefined ? '=' : digit(6)) + (c === undefined ? '=' : digit(0))
  }
  return text
}
