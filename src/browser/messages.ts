import type { SourceId } from '../policy/evidence.ts'
import type { Exception } from '../policy/exception.ts'
import type { Incident } from '../policy/incident.ts'
import type { MetCounts } from '../policy/firefox-settings/met.ts'
import type { FirefoxSettings } from '../policy/firefox-settings/setting.ts'
import type { Signal } from '../policy/firefox-settings/signal.ts'
import type { ChainReport } from '../policy/report.ts'
import type { RemoteStatus } from './remote-settings/remote-state.ts'
import type { ExceptionDuration, Settings } from '../policy/settings.ts'
import type { Verdict, VerdictKind } from '../policy/verdict.ts'

/** What the browser says of the connection itself. */
export interface ConnectionFacts {
  readonly protocol: string
  readonly cipherSuite: string
  readonly keyExchange: string | undefined
  readonly signatureScheme: string | undefined
  readonly forwardSecrecy: boolean
  readonly postQuantum: boolean
  /** Firefox itself asked a responder on this connection. */
  readonly usedOcsp: boolean
  readonly fromCache: boolean
  readonly certificateTransparency: string | undefined
}

/** Why there is nothing to check. */
export type NotChecked = 'http' | 'browser-page' | 'restricted' | 'not-seen'

/** Why Firefox itself refused a page, as far as revocation goes. */
export type FirefoxRefusal =
  | 'revoked'
  | 'unknown-certificate'
  | 'staple-missing'
  | 'try-later'
  | 'responder-failed'
  | 'bad-answer'
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
  | { readonly kind: 'refused'; readonly host: string; readonly refusal: FirefoxRefusal }
  | { readonly kind: 'checking'; readonly host: string }
  | {
      readonly kind: 'checked'
      readonly host: string
      readonly action: 'allowed' | 'held' | 'excepted'
      /** Undefined where the user clicked through Firefox's own certificate error: `verdict` is then `overridden`. */
      readonly report: ChainReport | undefined
      readonly verdict: Verdict
      readonly connection: ConnectionFacts | undefined
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
  'hold.retry': { request: { readonly id: string }; reply: HoldState }
  'hold.continue': {
    request: { readonly id: string; readonly duration: ExceptionDuration; readonly typedHost?: string }
    /** False where it was refused (wrong host name typed, not settled, asked for too early). */
    reply: boolean
  }
  settings: { request: object; reply: Settings }
  'settings.save': { request: { readonly settings: Settings }; reply: Settings }
  exceptions: { request: object; reply: readonly Exception[] }
  'exceptions.remove': { request: { readonly id: string }; reply: readonly Exception[] }
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
