import { now } from '../../pki/build/certificate.ts'
import type { World } from '../../fakes/guarded-assembly.ts'
import type { CertifiedSite } from '../certified-site.ts'

/** What the site's certificate names. */
export type SiteName = 'crl' | 'ocsp' | 'both' | 'neither' | 'refused crl' | 'refused ocsp'

export type Victim =
  | 'onecrl'
  | 'crlite'
  | 'crl'
  | 'ocsp'
  | 'stored'
  | 'session'
  | 'settings'
  | 'getSecurityInfo'
  | 'captivePortal'
  /** The site itself, for a connection of our own. */
  | 'site'

/** One thing that can go wrong with one thing that is relied on. */
export interface Fault {
  readonly victim: Victim
  /** One that begins with the name of a cause comes to that cause. */
  readonly name: string
  /** The certificate, where the fault lies in it. */
  readonly site?: SiteName
  readonly arrange: (world: World, site: CertifiedSite) => void | Promise<void>
}

/** Who has seen the certificate of the site that names both a CRL and a responder, in time for every filter. */
export const SCT = { logId: new Uint8Array(32).fill(1), timestamp: now - 3 * 86_400_000 }

export const HOSTS = { crl: 'crl.ca.test', ocsp: 'ocsp.ca.test' } as const

/** Later than anything may wait, ms. */
export const LATE_MS = 15_000
