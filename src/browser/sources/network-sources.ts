import { type CrlSourceParts, createCrlSource } from './crl-source.ts'
import { believeNoDelegate, createCheckDelegate } from './delegate.ts'
import { createOcspSource } from './ocsp-source.ts'

/** CRLs and OCSP, each of which may have to vouch for those who speak for the other. */
export function createNetworkSources(parts: CrlSourceParts) {
  const crl = createCrlSource(parts)
  const ofDelegates = createOcspSource({ ...parts, checkDelegate: believeNoDelegate })
  const ocsp = createOcspSource({ ...parts, checkDelegate: createCheckDelegate([crl, ofDelegates]) })
  return { crl, ocsp }
}
