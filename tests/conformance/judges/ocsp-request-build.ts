import { type Bytes, bytesEqual, toHex } from '../../../src/pki/bytes.ts'
import { readOnly, Tag } from '../../../src/pki/der.ts'
import { encodeOcspRequest, type OcspSubject } from '../../../src/pki/ocsp/request.ts'
import { oid } from '../../../src/pki/oids.ts'
import { issuerOf, type Material, subjectOf } from '../material.ts'
import { type OcspRequest, parseOcspRequest } from '../ocsp-request.ts'
import type { Verdict } from '../verdict.ts'

/** Whether we write, for leaf and issuer, the request of the file: with the hash and the nonce that it has. */
export async function judgeOcspRequestBuild(material: Material): Promise<Verdict> {
  const [wanted] = material.documents
  const issuer = issuerOf(material)
  const certificate = subjectOf(material, issuer)
  const request = parseOcspRequest(wanted)
  const build = (serial: Bytes) =>
    encodeOcspRequest(
      { certificate: { ...certificate, serial }, issuer, ...optionsOf(request) },
      crypto.subtle,
    )
  const built = await build(certificate.serial)
  if (bytesEqual(built, wanted)) return { got: 'bytes-equal' }
  const serial = request.certIds[0]?.serial ?? certificate.serial
  return bytesEqual(await build(serial), wanted)
    ? { got: 'other-serial', cause: `the file asks for ${toHex(serial)}` }
    : { got: 'bytes-different', cause: `built ${toHex(built)}` }
}

function optionsOf({ certIds: [certId], extensions }: OcspRequest): Pick<OcspSubject, 'hash' | 'nonce'> {
  const hash = hashes[certId?.hashAlgorithm ?? '']
  const nonce = extensions.find(({ oid: id }) => id === oid.ocspNonce)
  return { ...(hash && { hash }), ...(nonce && { nonce: octets(nonce.value) }) }
}

const hashes: Readonly<Record<string, NonNullable<OcspSubject['hash']>>> = {
  [oid.sha1]: 'SHA-1',
  [oid.sha256]: 'SHA-256',
  [oid.sha384]: 'SHA-384',
  [oid.sha512]: 'SHA-512',
}

const octets = (der: Bytes): Bytes => readOnly(der, Tag.octetString).content
