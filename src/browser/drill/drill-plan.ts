import type { Certificate } from '../../pki/certificate/certificate.ts'
import { parseCertificate } from '../../pki/certificate/parse.ts'
import { mayBeExtendedValidation } from '../../pki/certificate/policies.ts'
import type { DrilledCertificate } from '../../policy/drill/observation.ts'
import type { ReceivedChain } from '../handshake.ts'

/** What a drill of a site with this chain has to cut off, and what it has to know of its certificate. A plain value. */
export interface DrillPlan {
  /** SHA-256 of the leaf, lower-case hex. */
  readonly fingerprint: string
  /** The one that Firefox would ask: the first that the leaf names. */
  readonly responder: string | undefined
  /** All that the leaf names, in their normal form. */
  readonly responders: readonly string[]
  /** Hosts, with their ports, of every responder and CRL that the chain names: those that Hardfail would ask. */
  readonly hosts: readonly string[]
  readonly certificate: Omit<DrilledCertificate, 'crlite'>
  readonly mayBeExtended: boolean
}

/** Throws a PkiError where Firefox accepted a certificate that we cannot read. */
export function planDrill({ certificates, fingerprints, isBuiltInRoot }: ReceivedChain): DrillPlan {
  const [leaf, ...issuers] = certificates.map((der) => parseCertificate(der))
  if (leaf === undefined) throw new TypeError('no certificate')
  const [responder] = leaf.ocspUrls
  return {
    fingerprint: fingerprints[0] ?? '',
    responder,
    responders: leaf.ocspUrls.flatMap((url) => (URL.canParse(url) ? new URL(url).href : [])),
    hosts: [leaf, ...issuers].flatMap(hostsNamedBy),
    certificate: {
      lifetimeMs: leaf.notAfter - leaf.notBefore,
      responder: schemeOf(responder),
      mustStaple: leaf.mustStaple,
      isBuiltInRoot,
    },
    mayBeExtended: mayBeExtendedValidation(leaf),
  }
}

function hostsNamedBy({ ocspUrls, crlDistributionPoints }: Certificate): string[] {
  const urls = [...ocspUrls, ...crlDistributionPoints.flatMap((point) => point.urls)]
  return urls.flatMap((url) => (URL.canParse(url) ? new URL(url).host : []))
}

function schemeOf(responder: string | undefined): DrilledCertificate['responder'] {
  if (responder === undefined) return undefined
  return responder.toLowerCase().startsWith('http:') ? 'http' : 'another-scheme'
}
