import type { Cause } from '../policy/cause.ts'
import type { DrillOutcome } from '../policy/drill/conclude.ts'
import type { Asked } from '../policy/drill/observation.ts'
import type { SourceId } from '../policy/evidence.ts'
import type { Exception } from '../policy/exception.ts'
import type { Incident } from '../policy/incident.ts'
import type { MetCounts } from '../policy/firefox-settings/met.ts'
import type { FirefoxSettings } from '../policy/firefox-settings/setting.ts'
import type { Signal } from '../policy/firefox-settings/signal.ts'
import type { KeyFacts } from '../policy/known-key.ts'
import type { ChainReport } from '../policy/report.ts'
import type { RemoteStatus } from './remote-settings/remote-state.ts'
import type { Guarded } from '../policy/self-test/judge-trial.ts'
import type { ExceptionDuration, Level, Settings } from '../policy/settings.ts'
import type { Verdict, VerdictKind } from '../policy/verdict.ts'
import type { EncodedChain } from './check/chain-store.ts'
import type { DrillPlan } from './drill/drill-plan.ts'

/** What the browser says of the connection itself. */
export interface ConnectionFacts {
  readonly protocol: string
  readonly cipherSuite: string
  /** The group, as Firefox names it; undefined where the suite has none. */
  readonly keyExchange: string | undefined
  readonly signatureScheme: string | undefined
  /** The name of the site was encrypted too (ECH). */
  readonly usedEch: boolean
  /** The server signed with a key of a few days that the certificate's key vouches for (RFC 9345). */
  readonly usedDelegatedCredentials: boolean
  /** Firefox itself asked a responder on this connection. */
  readonly usedOcsp: boolean
  readonly fromCache: boolean
  readonly certificateTransparency: string | undefined
}

/** Why there is nothing to check. */
export type NotChecked =
  | 'http'
  | 'browser-page'
  /** Firefox hides the site from add-ons. */
  | 'restricted'
  /** It was opened while the add-on had no access to websites. */
  | 'no-access'
  | 'not-seen'

/** Why Firefox itself refused a page. */
export type FirefoxRefusal =
  /** By OneCRL, CRLite, a staple or a responder. */
  | 'revoked'
  | 'unknown-certificate'
  /** The certificate demands one (RFC 7633). */
  | 'staple-missing'
  | 'try-later'
  | 'responder-failed'
  | 'responder-refused'
  /** The certificate names a responder that cannot be asked. */
  | 'bad-pointer'
  | 'answer-expired'
  | 'answer-from-the-future'
  | 'answer-malformed'
  | 'answer-forged'
  | 'answer-for-another'
  /** Too few timestamps of public logs (RFC 6962). */
  | 'transparency'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-host'
  | 'unknown-issuer'
  | 'self-signed'
  | 'distrusted'
  /** Somebody in between shows a certificate of his own. */
  | 'intercepted'
  | 'pinned'
  | 'weak'
  /** TLS itself, before or beside any certificate. */
  | 'handshake'
  | 'other'

/** A host that the page used besides its own. */
export interface OtherHost {
  readonly host: string
  readonly verdict: VerdictKind
  readonly action: 'allowed' | 'refused'
}

/** What a tab shows. */
export type PageState =
  | { readonly kind: 'not-checked'; readonly reason: NotChecked; readonly host?: string }
  /** Firefox's own error page stands there. */
  | {
      readonly kind: 'refused'
      readonly host: string
      readonly refusal: FirefoxRefusal
      /** As Firefox's error page names it, or its number. */
      readonly error: string
    }
  | { readonly kind: 'checking'; readonly host: string }
  | {
      readonly kind: 'checked'
      readonly host: string
      readonly action: 'allowed' | 'held' | 'excepted'
      /** Undefined where the user clicked through Firefox's own certificate error: `verdict` is then `overridden`. */
      readonly report: ChainReport | undefined
      readonly verdict: Verdict
      readonly connection: ConnectionFacts | undefined
      /** Of the site's certificate; absent where nothing is known of it. */
      readonly key?: KeyFacts
      readonly others: readonly OtherHost[]
    }

/** What an interstitial shows: a page that is held back. */
export type HoldState =
  /**
   * The id is not (or no longer) known, or it is another tab's: the browser was restarted, the tab was copied, or the page
   * has moved on. `url` is where the page was, as far as that is still known.
   */
  | { readonly phase: 'gone'; readonly url?: string }
  | {
      readonly phase: 'checking' | 'settled' | 'released'
      readonly host: string
      /** The address that was asked for, for display only. */
      readonly url: string
      /** Anything but GET means that going on will not send a form again. */
      readonly method: string
      /** Whether it had been sent before the page was held back. */
      readonly wasSent: boolean
      readonly startedAt: number
      readonly deadlineMs: number
      /** Evidence so far while `checking`; the whole once `settled`. Undefined before the first answer, and after a fault of our own. */
      readonly report: ChainReport | undefined
      readonly verdict: Verdict | undefined
      /** `typed-host`: only after the user has typed the host name; `no`: what would be excepted is not known. */
      readonly mayContinue: 'yes' | 'typed-host' | 'no'
      /** When it is tried again without the user, ms since the epoch; undefined where waiting mends nothing. */
      readonly retryAt: number | undefined
      /** What has `settled` is being checked again. */
      readonly isTryingAgain: boolean
      /** The tab was held for the same page a moment ago: going back may only lead here again. */
      readonly cameBack: boolean
    }

/** One of the pages that stand held in tabs. */
export interface HeldPage {
  readonly tabId: number
  readonly host: string
  /** Undefined while the check goes on. */
  readonly verdict: VerdictKind | undefined
  readonly cause: Cause | undefined
}

export interface HeldState {
  /** The oldest first. */
  readonly pages: readonly HeldPage[]
  /** How many pages have been tried again of those that the user wanted tried; undefined while he wants none. */
  readonly round: { readonly done: number; readonly total: number } | undefined
}

export interface EvidenceSummary {
  readonly documents: number
  readonly bytes: number
  /** The same by source. */
  readonly sources: readonly {
    readonly source: SourceId
    readonly documents: number
    readonly bytes: number
  }[]
  /** `thisUpdate` of the oldest and newest, ms. */
  readonly oldest?: number
  readonly newest?: number
}

/** What stands behind OneCRL and CRLite. */
export interface OfflineState extends RemoteStatus {
  readonly isOn: boolean
  /** The host that the data comes from. */
  readonly host: string
}

/** How Firefox itself is set, as far as it can be known, and what that matters for. */
export interface FirefoxState {
  readonly settings: FirefoxSettings
  /** Certificates of the last 30 days, private windows left out. */
  readonly met: MetCounts
}

/** What the guard does about a site whose revocation servers are cut off. */
export interface DrillCheck {
  readonly level: Level
  /** With nothing that was known before, but for OneCRL and CRLite. */
  readonly report: ChainReport
  readonly action: 'held' | 'shown'
  /** The same with the evidence that is stored: an earlier answer counts as long as it says so. */
  readonly stored: { readonly verdict: Verdict; readonly action: 'held' | 'shown' }
}

/** Requests from our own pages to the background, each with the type of its reply. */
export interface Protocol {
  page: { request: { readonly tabId: number }; reply: PageState }
  /** Forgets what was stored for the tab's chain and asks every source anew. */
  'page.check': { request: { readonly tabId: number }; reply: PageState }
  /** JSON text, enough to replay the verdict offline; undefined where nothing was checked. */
  'page.export': { request: { readonly tabId: number }; reply: string | undefined }
  /** Polled by the interstitial; starts the check again if the background was suspended meanwhile. */
  hold: { request: { readonly id: string }; reply: HoldState }
  /** Something that stood in the way of everything seems to have gone: what is held is tried again. */
  'network.back': { request: object; reply: undefined }
  /** Everything that stands held, in private windows or in the others. */
  held: { request: { readonly isPrivate: boolean }; reply: HeldState }
  'held.retry': { request: { readonly isPrivate: boolean }; reply: HeldState }
  'hold.retry': { request: { readonly id: string }; reply: HoldState }
  'hold.continue': {
    request: { readonly id: string; readonly duration: ExceptionDuration; readonly typedHost?: string }
    /** False where it was refused (wrong host name typed, not settled, asked for too early). */
    reply: boolean
  }
  settings: { request: object; reply: Settings }
  'settings.save': { request: { readonly settings: Settings }; reply: Settings }
  exceptions: { request: object; reply: readonly Exception[] }
  /** For another time, which begins now. */
  'exceptions.change': {
    request: { readonly id: string; readonly duration: ExceptionDuration }
    reply: readonly Exception[]
  }
  'exceptions.remove': { request: { readonly id: string }; reply: readonly Exception[] }
  'exceptions.clear': { request: object; reply: readonly Exception[] }
  /** Newest last. */
  incidents: { request: object; reply: readonly Incident[] }
  'incidents.clear': { request: object; reply: readonly Incident[] }
  firefox: { request: object; reply: FirefoxState }
  /** What was read from a text that the user gave, or what the drill found. */
  'firefox.note': { request: { readonly signal: Signal }; reply: FirefoxState }
  /** Forgets what was seen and read, and the certificates that were met. */
  'firefox.forget': { request: object; reply: FirefoxState }
  offline: { request: object; reply: OfflineState }
  /** Asks for newer data at once. */
  'offline.update': { request: object; reply: OfflineState }
  /** What Hardfail makes of a demonstration site, and would do with it. */
  'self-test.judge': { request: { readonly url: string }; reply: Guarded }
  /** Hosts that were met in this session and suit a drill, newest first. */
  'drill.sites': { request: object; reply: readonly string[] }
  /** The chain that such a site showed when it was met. */
  'drill.chain': { request: { readonly host: string }; reply: { readonly chain: EncodedChain | undefined } }
  /** A tab in which a site is looked at for a moment; it is closed if the page is closed before it. */
  'drill.looking': { request: { readonly tabId: number }; reply: boolean }
  /** What there is to cut off, and when Firefox last asked about that certificate in a drill. */
  'drill.plan': {
    request: { readonly chain: EncodedChain }
    reply: { readonly plan: DrillPlan; readonly earlier: Asked | undefined }
  }
  'drill.check': { request: { readonly chain: EncodedChain }; reply: DrillCheck }
  /** What came of it: the next drill, and what is known of Firefox's settings, go by it. */
  'drill.note': {
    request: {
      readonly host: string
      readonly fingerprint: string
      readonly at: number
      readonly wasAsked: boolean
      readonly outcome: DrillOutcome
      readonly isBuiltInRoot: boolean
      readonly mayBeExtended: boolean
    }
    reply: boolean
  }
  evidence: { request: object; reply: EvidenceSummary }
  'evidence.clear': { request: object; reply: EvidenceSummary }
}

export type RequestType = keyof Protocol

export type Message = {
  [T in RequestType]: { readonly type: T } & Protocol[T]['request']
}[RequestType]

/** How our pages talk to the background; handed to every page model. */
export type Send = <T extends RequestType>(
  type: T,
  request: Protocol[T]['request'],
) => Promise<Protocol[T]['reply']>
