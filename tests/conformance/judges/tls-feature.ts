import { parseTlsFeatures, statusRequest } from '../../../src/pki/certificate/tls-feature.ts'
import type { Material } from '../material.ts'
import { refusal, type Verdict } from '../verdict.ts'

/** What the value of a TLS feature extension asks of a server (RFC 7633 §4). */
export function judgeTlsFeature({ documents: [value] }: Material): Verdict {
  try {
    const features = parseTlsFeatures(value)
    // Firefox offers no feature that a certificate could demand but status_request.
    const isSatisfiable = features.every((feature) => feature === statusRequest)
    return { got: isSatisfiable ? 'requires-status-request' : 'unsatisfiable' }
  } catch (error) {
    return refusal(error)
  }
}
