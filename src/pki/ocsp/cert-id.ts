import { bytesEqual, type Bytes } from '../bytes.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { oid } from '../oids.ts'
import type { WebCrypto } from '../web-crypto.ts'
import type { SingleResponse } from './response.ts'

/**
 * The responses that are about the certificate: serial, hash of the issuer's name and hash of its key must all match
 * (RFC 6960 §3.2), since serials repeat between issuers and names between keys.
 */
export async function responsesAbout(
  { certificate, issuer }: { readonly certificate: Certificate; readonly issuer: Certificate },
  responses: readonly SingleResponse[],
  crypto: WebCrypto,
): Promise<readonly SingleResponse[]> {
  const ofSerial = responses.filter(({ certId }) => bytesEqual(certId.serial, certificate.serial))
  const issuerHashes = await hashesOf(
    issuer,
    new Set(ofSerial.map(({ certId }) => certId.hashAlgorithm)),
    crypto,
  )
  return ofSerial.filter(({ certId }) => {
    const hashes = issuerHashes.get(certId.hashAlgorithm)
    return (
      hashes !== undefined &&
      bytesEqual(hashes.name, certId.issuerNameHash) &&
      bytesEqual(hashes.key, certId.issuerKeyHash)
    )
  })
}

interface IssuerHashes {
  readonly name: Bytes
  readonly key: Bytes
}

async function hashesOf(
  issuer: Certificate,
  algorithms: ReadonlySet<string>,
  crypto: WebCrypto,
): Promise<ReadonlyMap<string, IssuerHashes>> {
  const known = hashAlgorithms.filter(([algorithm]) => algorithms.has(algorithm))
  const entries = known.map(async ([algorithm, hash]): Promise<[string, IssuerHashes]> => {
    const [name, key] = await Promise.all([
      crypto.digest(hash, issuer.subject),
      crypto.digest(hash, issuer.publicKey),
    ])
    return [algorithm, { name: new Uint8Array(name), key: new Uint8Array(key) }]
  })
  return new Map(await Promise.all(entries))
}

const hashAlgorithms = [
  [oid.sha1, 'SHA-1'],
  [oid.sha256, 'SHA-256'],
  [oid.sha384, 'SHA-384'],
  [oid.sha512, 'SHA-512'],
] as const
