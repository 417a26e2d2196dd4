import { pause } from '../../../src/browser/pause.ts'
import { fromBase64 } from '../../../src/browser/storage/base64.ts'
import { parseCertificate } from '../../../src/pki/certificate/parse.ts'
import { indexCrl } from '../../../src/pki/crl/index-crl.ts'

export type Order = {
  readonly url: string
  /** DER in base64. */
  readonly issuer: string
}

/** Downloads the CRL and indexes it, once and from cold, as the add-on does; gives the number of its entries. */
export async function measure({ url, issuer }: Order): Promise<number> {
  const crl = new Uint8Array(await (await fetch(url)).arrayBuffer())
  const context = { crypto: globalThis.crypto.subtle, pause }
  const indexed = await indexCrl(crl, [parseCertificate(fromBase64(issuer))], context)
  return indexed.kind === 'indexed' ? indexed.index.count : 0
}
