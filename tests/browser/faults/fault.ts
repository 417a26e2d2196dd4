import type { Level } from '../../../src/policy/settings.ts'
import type { World } from '../../fakes/guarded-assembly.ts'
import { now } from '../../pki/build/certificate.ts'
import type { Certified } from '../certified-site.ts'
import type { Knowable, Listing } from './oracle.ts'

/** What the certificate names that the fault is about. */
export type Naming = 'crl' | 'ocsp' | 'both' | 'neither' | 'refused crl' | 'refused ocsp'

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

export type Tier = 'leaf' | 'intermediate'

/** The certificate that a fault is about. */
export interface Affected extends Certified {
  readonly tier: Tier
  readonly hosts: Hosts
}

export type Hosts = Readonly<Record<'crl' | 'ocsp', string>>

/** One thing that can go wrong with one thing that is relied on; or that it says all the same, however oddly. */
export interface Fault {
  readonly victim: Victim
  /** One that begins with the name of a cause comes to that cause. */
  readonly name: string
  /** Where the fault lies in what the certificate names. */
  readonly naming?: Naming
  /** What the victim says all the same; without, nothing. */
  readonly says?: (tier: Tier, level: Level) => Knowable
  /** What the store says all the same, and by whose document. */
  readonly holds?: { readonly by: 'crl' | 'ocsp'; readonly says: NonNullable<Fault['says']> }
  /** What OneCRL says, where it is the victim; without, nothing. */
  readonly listing?: Listing
  /** Nobody is heard over the network any more, whoever's certificate it is about. */
  readonly silencesAll?: boolean
  /** Nobody knows what the user wants. */
  readonly hidesLevel?: boolean
  readonly arrange: (world: World, affected: Affected) => void | Promise<void>
}

/** Who has seen the certificate of the site that names both a CRL and a responder, in time for every filter. */
export const SCT = { logId: new Uint8Array(32).fill(1), timestamp: now - 3 * 86_400_000 }

export const HOSTS: Readonly<Record<Tier, Hosts>> = {
  leaf: { crl: 'crl.ca.test', ocsp: 'ocsp.ca.test' },
  intermediate: { crl: 'crl.root.test', ocsp: 'ocsp.root.test' },
}

/** Later than anything may wait, ms. */
export const LATE_MS = 15_000
