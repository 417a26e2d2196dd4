import type { Cause } from '../../src/policy/cause.ts'
import type { SourceId } from '../../src/policy/evidence.ts'
import type { VerdictKind } from '../../src/policy/verdict.ts'
import type { RemoteSettingsServer } from './remote-settings/remote-settings-server.ts'
import type { CrlBehaviour } from './servers/crl-server.ts'
import type { ResponderBehaviour } from './servers/responder.ts'
import type { Switchable } from './servers/switchable.ts'

/** `public`: Firefox takes the root for a built-in one. `private`: the root was added the ordinary way. */
export type CaKind = 'public' | 'private'

export type Outcome =
  /** The site's own page is shown. */
  | 'opens'
  /** Hardfail's interstitial stands in its place. */
  | 'interstitial'
  /** Firefox refused by itself. */
  | 'firefox-error'

/** What must come of a visit at level `guard` in Firefox's default settings. */
export interface Expectation {
  readonly outcome: Outcome
  /** Undefined where Firefox refuses: then there is nothing for the add-on to decide. */
  readonly verdict?: VerdictKind
  readonly cause?: Cause
  /** The sources one of which settles it: the later where the first is slow. */
  readonly sources?: readonly SourceId[]
  /** Index of the certificate that the verdict rests on. */
  readonly certificate?: number
  /** NSS error name, where Firefox refuses. */
  readonly error?: string
  /** Milliseconds within which the outcome must be there. */
  readonly within?: number
}

/** One row of the laboratory under one kind of CA. */
export interface Scenario {
  /** Unique: "07-html.public". */
  readonly id: string
  /** The row of the list of scenarios, 1 to 22. */
  readonly row: number
  readonly kind: CaKind
  readonly title: string
  /** One sentence: what is done and why it comes out so. */
  readonly why: string
  readonly url: string
  readonly host: string
  readonly withAddon: Expectation
  /** What Firefox alone does. */
  readonly without: Expectation
  /** Visited first, with everything in order; then `arrange` is done and the page is visited again. */
  readonly prime?: boolean
  /** Clicks through Firefox's own certificate error. */
  readonly override?: boolean
  /** Hosts that nobody may ask anything during the visit. */
  readonly untouched?: readonly string[]
  /** Has every responder and CRL server of this scenario behave so. */
  behave(responders: ResponderBehaviour, crls: CrlBehaviour): void
  /** Where a real server stands behind it: starts that anew, with these lines in the configuration of the site. */
  readonly reconfigure?: (lines: string) => Promise<void>
  /** Brings the servers into the state of this scenario; undone by `Lab.reset`. */
  arrange(): void | Promise<void>
}

/** `down`: nobody reaches any responder or CRL server. */
export type Line = 'up' | 'down'

/** The laboratory while it runs. */
export interface Lab {
  readonly indexUrl: string
  /** Every name that must resolve to loopback (for `network.dns.localDomains`). */
  readonly names: readonly string[]
  /** PEM of the roots. */
  readonly roots: Readonly<Record<CaKind, string>>
  readonly scenarios: readonly Scenario[]
  /** The UDP port at which all sites answer over HTTP/3 too; undefined where that is not wanted. */
  readonly http3Port: number | undefined
  /** The way to all responders and CRL servers at once, whatever their behaviour. */
  readonly line: Switchable<Line>
  /** Every behaviour as at the start, logs emptied. */
  reset(): void
  /** Requests that reached the responders and CRL servers since the last reset. */
  readonly requests: readonly LabRequest[]
  /** Requests that reached the sites themselves since the last reset. */
  readonly siteRequests: readonly SiteRequest[]
  /** Once the first site was asked anything, it shows the certificate of the second to every further connection; until the next reset. */
  disguise(host: string, as: string): void
  /** When every revoked certificate was revoked, for key compromise; milliseconds since the epoch, whole seconds. */
  readonly revokedAt: number
  /** Where OneCRL and the filters of CRLite come from. */
  readonly settings: RemoteSettingsServer
  /** Publishes both, as they were so many milliseconds ago; with one more delta that revokes the sites of these scenarios. */
  publishOffline(ageMs: number, revokedNow?: readonly string[]): void
  close(): Promise<void>
}

export interface LabRequest {
  readonly host: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Undefined as long as it was not answered. */
  readonly status: number | undefined
}

export interface SiteRequest {
  readonly host: string
  /** As browsers name them (RFC 7301 §6). */
  readonly protocol: 'http/1.1' | 'h2' | 'h3'
  readonly method: string
  readonly path: string
  readonly cookie: string | undefined
  /** Bytes of body that arrived. */
  readonly bodyLength: number
}
