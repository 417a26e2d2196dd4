import type { Certificate } from '../../pki/certificate/certificate.ts'
import { findInOneCrl } from '../../pki/onecrl/look-up.ts'
import { indexOneCrl, type OneCrlIndex } from '../../pki/onecrl/onecrl-index.ts'
import type { WebCrypto } from '../../pki/web-crypto.ts'
import type { RemoteStore } from './remote-store.ts'

interface ListedSignersParts {
  readonly store: Pick<RemoteStore, 'loadCollection'>
  readonly crypto: Pick<WebCrypto, 'digest'>
}

/**
 * Whether OneCRL lists a certificate of a signature's chain, as Firefox asks too (AppTrustDomain::GetCertTrust). It is the
 * list in force that is asked, and never the one that is being verified: whoever has stolen a signer's key would leave
 * him out of it. So a revocation that has come once stays, and the first list of all is believed by its signature alone.
 */
export function createIsListed({
  store,
  crypto,
}: ListedSignersParts): (certificate: Certificate) => Promise<boolean> {
  let index: Promise<OneCrlIndex | undefined> | undefined
  const load = async (): Promise<OneCrlIndex | undefined> => {
    const collection = await store.loadCollection('onecrl')
    return collection && indexOneCrl(collection.records)
  }
  return async (certificate) => {
    const known = await (index ??= load())
    return known !== undefined && (await findInOneCrl(known, certificate, crypto)) !== undefined
  }
}
