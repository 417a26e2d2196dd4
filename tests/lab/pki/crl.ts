import type * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'

import { buildCrl, entry, reasonCode } from '../../pki/build/crl.ts'
import type { Key as Signer } from '../../pki/build/keys.ts'
import type { Issued } from './certificate.ts'
import { crlNumber, authorityKeyId, issuingDistributionPoint } from './extension.ts'
import type { Key } from './key.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface CrlEntry {
  readonly serial: asn1.Integer
  readonly at: number
  readonly reason: number
}

export interface CrlPlan {
  /** Whose certificates the list is about. */
  readonly issuer: Issued
  /** Who signs it, where that is not the issuer. */
  readonly signer?: Issued
  readonly entries: readonly CrlEntry[]
  /** More entries, as DER. */
  readonly filler?: Bytes
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Makes it one part of a list that is cut in parts: the URL that the certificates name. */
  readonly partOf?: string
  readonly tampered?: boolean
}

/** RFC 5280 §5, as DER. Not by pkijs, which takes half a minute for 50 000 entries. */
export async function signCrl(plan: CrlPlan): Promise<Bytes> {
  const { issuer, signer = issuer, filler, thisUpdate, nextUpdate, partOf, tampered } = plan
  const crl = await buildCrl({
    signer: await signerWith(signer.key),
    issuer: new Uint8Array(signer.certificate.subject.toSchema().toBER()),
    entries: [...plan.entries.map(derOf), ...(filler === undefined ? [] : [filler])],
    thisUpdate,
    nextUpdate,
    extensions: [
      authorityKeyId(signer.keyId),
      crlNumber(Math.floor(thisUpdate / 1000)),
      ...(partOf === undefined ? [] : [issuingDistributionPoint(partOf)]),
    ].map((extension) => new Uint8Array(extension.toSchema().toBER())),
  })
  // The signature stands at the end, and this leaves the DER around an ECDSA signature's two numbers whole.
  if (tampered) crl[crl.length - 1] = (crl.at(-1) ?? 0) ^ 1
  return crl
}

/** So many entries for certificates that nobody meets; copies of one, but for the last bytes of the serial. */
export function fillerOf(count: number, at: number): Bytes {
  const template = entry([0x30, ...new Uint8Array(15)], at, reasonCode(4))
  const entries = new Uint8Array(count * template.length)
  const words = new DataView(entries.buffer)
  for (let n = 0; n < count; n++) {
    entries.set(template, n * template.length)
    // SEQUENCE { INTEGER …: two headers of two bytes stand before the sixteen of the serial.
    words.setUint32(n * template.length + 4 + 12, n)
  }
  return entries
}

function derOf({ serial, at, reason }: CrlEntry): Bytes {
  return entry([...serial.valueBlock.valueHexView], at, reasonCode(reason))
}

async function signerWith({ privateKey, publicKey, hash }: Key): Promise<Signer> {
  const { signatureAlgorithm } = await pkijs.getCrypto(true).getSignatureParameters(privateKey, hash)
  const { name } = privateKey.algorithm
  return {
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    algorithm: new Uint8Array(signatureAlgorithm.toSchema().toBER()),
    async sign(bytes) {
      const signature = await crypto.subtle.sign({ name, hash }, privateKey, bytes)
      return new Uint8Array(name === 'ECDSA' ? pkijs.createCMSECDSASignature(signature) : signature)
    },
  }
}
