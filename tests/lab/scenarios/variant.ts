import type { SctAge } from '../offline/coverage.ts'
import type { CrliteStanding } from '../offline/lab-filters.ts'
import type { AuthorityName } from '../pki/authority.ts'
import type { KeyKind } from '../pki/key.ts'
import type { RealServerPlan } from '../real-servers/real-site.ts'
import type { CaKind, Expectation } from '../scenario.ts'
import type { CrlBehaviour } from '../servers/crl-server.ts'
import type { OcspAnswer } from '../servers/ocsp-answer.ts'
import type { ResponderBehaviour } from '../servers/responder.ts'

/** A row of the list of scenarios. */
export interface Row {
  readonly row: number
  readonly title: string
  readonly variants: readonly Variant[]
}

/** One site of a row, made once under each kind of CA. */
export interface Variant {
  /** Unique, and part of the host's name: "07-html". */
  readonly slug: string
  readonly title: string
  readonly why: string
  readonly leaf: LeafPlan
  /** What is done before the visit. What is not named stays in order. */
  readonly arrange: Arrangement
  readonly expect: Outcomes | Readonly<Record<CaKind, Outcomes>>
  /** Serves the site in place of the laboratory's own server. */
  readonly server?: RealServerPlan
  /** It is visited while all is in order, and so many milliseconds before the rest is arranged: what it knew then is old. */
  readonly outlivedMs?: number
  /** Over HTTP/3, where it is had, it shows the certificate of the variant of that slug in place of its own. */
  readonly overHttp3?: string
  /** How the site agrees on a key; as is usual today where absent. */
  readonly handshake?: 'static-rsa'
  /** Where absent, both. */
  readonly kinds?: readonly CaKind[]
  readonly prime?: boolean
  readonly override?: boolean
  /** Nobody may be asked anything about the certificate. */
  readonly alone?: boolean
}

export interface Outcomes {
  readonly withAddon: Expectation
  readonly without: Expectation
}

export interface LeafPlan {
  /** OCSP responders that the certificate names, in order. `ocsp-onion` has a name that Firefox never looks up. */
  readonly responders?: readonly ResponderLabel[]
  /** What it names before them, as whoever has it made likes. */
  readonly strangeResponders?: (port: number) => readonly string[]
  readonly crls?: readonly CrlLabel[]
  /** CRLs that say whether the CA’s delegated responder is revoked itself; where absent, it need not be checked. */
  readonly delegateCrls?: readonly CrlLabel[]
  /** How many other certificates stand on its CRLs; one where absent. */
  readonly others?: number
  /** The intermediate that signs it; `ecdsa` where absent. */
  readonly authority?: AuthorityName
  readonly key?: KeyKind
  /** Leaves of one group have the same key, as certificates have that are issued anew for it. */
  readonly keyGroup?: string
  /** Days from now; issued yesterday for 90 days where absent. */
  readonly validity?: readonly [from: number, to: number]
  /** Written into the certificate in place of the site's own name. */
  readonly misnamed?: string
  /** Hosts that it names beside the site's own. */
  readonly alsoNamed?: readonly string[]
  readonly mustStaple?: boolean
  /** It carries a timestamp of a log that CRLite covers. */
  readonly sct?: SctAge
  /** What the filters are to say of it, where they cover it. */
  readonly crlite?: CrliteStanding
  /** It is listed in OneCRL itself. */
  readonly inOneCrl?: boolean
}

export type ResponderLabel = 'ocsp' | `ocsp-${string}`
export type CrlLabel = 'crl' | `crl-${string}`

export interface Arrangement {
  readonly responders?: Readonly<Partial<Record<ResponderLabel, ResponderBehaviour>>>
  readonly crls?: Readonly<Partial<Record<CrlLabel, CrlBehaviour>>>
  /** Sent in the handshake. */
  readonly staple?: OcspAnswer
}
