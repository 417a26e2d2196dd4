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

/** One thing that can go wrong with one thing that is relied on. */
export interface Fault {
  readonly victim: Victim
  readonly name: string
  /** The certificate, where the fault lies in it. */
  readonly site?: SiteName
  readonly arrange: (world: World, site: CertifiedSite) => void | Promise<void>
}

export const HOSTS = { crl: 'crl.ca.test', ocsp: 'ocsp.ca.test' } as const

/** Later than anything may wait, ms. */
export const LATE_MS = 15_000
