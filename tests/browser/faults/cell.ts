import type { Level } from '../../../src/policy/settings.ts'
import type { Fault, Naming, Tier } from './fault.ts'
import type { Knowable, Listing, Role } from './oracle.ts'

type Kind = 'built-in root' | 'private root'

/** What whoever is not the victim says of the certificate: it does not answer where it is named and silent. */
type Others = Knowable | 'silence'

/** What is there to know of the leaf, where the fault is about the certificate of its CA. */
type Leaf = Knowable | 'nobody is named' | 'short-lived'

/** One fault in one certificate, and all around it. */
export interface Cell {
  readonly fault: Fault
  /** Which certificate it is about. */
  readonly tier: Tier
  readonly level: Level
  readonly role: Role
  readonly kind: Kind
  readonly others: Others
  /** What OneCRL says of it, unless that is the victim. */
  readonly listing: Listing
  /** Only for a fault that is not about it. */
  readonly leaf?: Leaf
}

/** What the certificate names that the fault is about. */
export function namingOf({ fault: { victim, naming }, others }: Cell): Naming {
  if (naming !== undefined) return naming
  return (victim === 'crl' || victim === 'ocsp') && others === 'nothing' ? victim : 'both'
}

/** Who speaks where the victim does not. */
export function speakerOf({ victim }: Fault): 'crl' | 'ocsp' {
  return victim === 'ocsp' ? 'crl' : 'ocsp'
}
