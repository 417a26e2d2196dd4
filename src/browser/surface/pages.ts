import type { WebNavigation } from 'webextension-polyfill'
import type { Hold } from '../guard/hold.ts'
import type { Sighting } from '../guard/sighting.ts'
import type { NotChecked, OtherHost } from '../messages.ts'
import type { SessionTable } from '../storage/session-table.ts'
import { type Display, displayOf } from './face.ts'
import { refusalOf } from './firefox-refusal.ts'
import { keepLatest } from './keep-latest.ts'
import type { PageRecord } from './page-record.ts'

export type Seen = Extract<PageRecord, { kind: 'seen' }>
type Refused = Extract<PageRecord, { kind: 'refused' }>

interface PageParts {
  /** By tab id. */
  readonly table: SessionTable<PageRecord>
  /** The hold whose interstitial an address is, if it is one. */
  readonly holdAt: (url: string) => Promise<Hold | undefined>
  readonly onChange: (tabId: number, record: PageRecord) => void
  /**
   * A page stands there for which no request was seen; `last` is what was last seen of its host, if anything was. Gives what
   * the page can be taken for, or why it is not known; that may be found out later.
   */
  readonly onUnseen: (tabId: number, url: string, last: Seen | undefined) => Promise<Seen | NotChecked>
}

/** Keeps, for every tab, what its page's connection was found to be. */
export interface Pages {
  readonly onSighting: (sighting: Sighting) => void
  /** A page that stood there already was judged. */
  readonly onJudged: (sighting: Sighting) => Promise<void>
  readonly onHoldChange: (hold: Hold) => Promise<void>
  readonly onCommitted: (
    details: Pick<WebNavigation.OnCommittedDetailsType, 'tabId' | 'frameId' | 'url'>,
  ) => Promise<void>
  /** Firefox refused the page by itself. Its error page is committed right after, under the address of the page. */
  readonly onRefused: (
    details: Pick<WebNavigation.OnErrorOccurredDetailsType, 'tabId' | 'frameId' | 'url'> & {
      readonly error?: string
    },
  ) => void
  /** A check that ended after its page was shown; nothing happens if the tab shows something else by now. */
  readonly update: (tabId: number, requestId: string, found: Partial<Seen>) => Promise<void>
  readonly onTabRemoved: (tabId: number) => Promise<void>
  readonly find: (tabId: number) => Promise<PageRecord | undefined>
  /** What was last seen of a host, outside of private windows. */
  readonly lastOf: (host: string) => Seen | undefined
}

/** Hosts whose last state is remembered, for pages that come back without a request (back and forward). */
const REMEMBERED_HOSTS = 200
const MAX_OTHERS = 100
const MAX_EXPECTED = 500

export function createPages({ table, holdAt, onChange, onUnseen }: PageParts): Pages {
  /** What the next document of a tab will be, by tab id. */
  const expected = new Map<number, Seen | Refused>()
  const lastByHost = new Map<string, Seen>()
  /** What a page used besides its own host, by tab id, where that was known sooner than what the page is. */
  const early = new Map<number, readonly OtherHost[]>()
  /** What stands in a tab, by tab id: it may have moved on before it is known what to say of a page. */
  const committed = new Map<number, string>()

  function remember(seen: Seen): void {
    if (seen.isPrivate) return
    keepLatest(lastByHost, seen.host, seen, REMEMBERED_HOSTS)
  }

  // A tab that was closed meanwhile, or a download, leaves one behind that nobody fetches.
  function expect(tabId: number, next: Seen | Refused): void {
    keepLatest(expected, tabId, next, MAX_EXPECTED)
  }

  async function put(tabId: number, record: PageRecord): Promise<void> {
    onChange(tabId, record)
    await table.keep(String(tabId), record)
  }

  async function recordFor(
    tabId: number,
    address: string,
    next: Seen | Refused | undefined,
  ): Promise<PageRecord> {
    const hold = await holdAt(address)
    if (hold !== undefined) return recordOfHold(hold)
    const url = new URL(address)
    if (url.protocol === 'http:') return { kind: 'not-checked', reason: 'http', host: url.host }
    if (url.protocol !== 'https:') return notChecked('browser-page')
    if (next?.host === url.host) return next
    const found = await onUnseen(tabId, address, lastByHost.get(url.host))
    return typeof found === 'string' ? { ...notChecked(found), host: url.host } : { ...found, others: [] }
  }

  async function update(tabId: number, requestId: string, found: Partial<Seen>): Promise<void> {
    const shown = await table.find(String(tabId))
    if (shown?.kind !== 'seen' || shown.requestId !== requestId) return
    await put(tabId, { ...shown, ...found })
  }

  return {
    update,
    find: (tabId) => table.find(String(tabId)),
    lastOf: (host) => lastByHost.get(host),
    async onJudged(sighting) {
      if (sighting.action === 'held') return
      const seen = recordOf(sighting)
      remember(seen)
      const { tabId } = sighting.request
      const shown = await table.find(String(tabId))
      // It may have moved on meanwhile; of what was open at the installation nothing is known.
      if (shown === undefined || (shown.kind !== 'refused' && shown.host === seen.host)) {
        await put(tabId, { ...seen, others: early.get(tabId) ?? [] })
        early.delete(tabId)
      }
    },
    onSighting(sighting) {
      const { request, action } = sighting
      // What a service worker has fetched, it may hand on as a page or a frame; and a frame's worker, what the frame was.
      const isDocument = request.role === 'worker' || request.role === 'frame'
      if (isDocument && action !== 'held') remember(recordOf(sighting))
      if (request.tabId < 0) return
      if (request.role !== 'page') {
        const shown = table.peek(String(request.tabId))
        if (isUnknown(shown) || hasNews(shown, sighting)) void noteOther(request.tabId, sighting)
        return
      }
      if (action === 'held') return
      const seen = recordOf(sighting)
      expect(request.tabId, seen)
      remember(seen)
      const { verdict, report } = seen
      void update(request.tabId, request.requestId, { action, verdict, report })
    },
    async onHoldChange(hold) {
      const { others: _, ...found } = recordOfHold(hold)
      await update(hold.tabId, hold.id, found)
    },
    async onCommitted({ tabId, frameId, url }) {
      if (frameId !== 0) return
      const next = expected.get(tabId)
      expected.delete(tabId)
      committed.set(tabId, url)
      early.delete(tabId)
      const record = await recordFor(tabId, url, next)
      if (committed.get(tabId) === url) await put(tabId, record)
    },
    onRefused({ tabId, frameId, url, error = '' }) {
      const refusal = refusalOf(error)
      if (frameId !== 0 || refusal === undefined) return
      expect(tabId, { kind: 'refused', host: new URL(url).host, ...refusal })
    },
    async onTabRemoved(tabId) {
      expected.delete(tabId)
      committed.delete(tabId)
      early.delete(tabId)
      await table.drop(String(tabId))
    },
  }

  function noteEarly(tabId: number, other: OtherHost): void {
    const known = early.get(tabId) ?? []
    if (known.some((one) => isSame(one, other))) return
    keepLatest(early, tabId, [...known, other].slice(-MAX_OTHERS), MAX_EXPECTED)
  }

  async function noteOther(tabId: number, sighting: Sighting): Promise<void> {
    const shown = await table.find(String(tabId))
    const other = otherOf(sighting)
    if (other === undefined) return
    if (isUnknown(shown)) return noteEarly(tabId, other)
    if (shown.kind !== 'seen' || !hasNews(shown, sighting)) return
    const others = [...shown.others.filter(({ host }) => host !== other.host), other].slice(-MAX_OTHERS)
    const record = { ...shown, others }
    // The button changes with few of them, and costs Firefox more than the whole record does.
    if (isSameDisplay(displayOf(shown), displayOf(record))) table.keepSoon(String(tabId), record)
    else await put(tabId, record)
  }
}

/** It may still be found out. */
function isUnknown(record: PageRecord | undefined): record is undefined | UnknownPage {
  return record === undefined || (record.kind === 'not-checked' && record.reason === 'not-seen')
}

type UnknownPage = Extract<PageRecord, { kind: 'not-checked' }>

function isSameDisplay(a: Display, b: Display): boolean {
  return a.face === b.face && a.isAlarming === b.isAlarming
}

/** A page may have hundreds of parts from one host: only what is new is worth a write. */
function hasNews(shown: PageRecord, sighting: Sighting): boolean {
  const other = otherOf(sighting)
  if (shown.kind !== 'seen' || other === undefined) return false
  if (other.host === shown.host && other.action !== 'refused') return false
  return !shown.others.some((known) => isSame(known, other))
}

/** Undefined while it is being checked. */
function otherOf({ request: { host }, verdict, action }: Sighting): OtherHost | undefined {
  return verdict && { host, verdict: verdict.kind, action: action === 'held' ? 'refused' : 'allowed' }
}

function isSame(a: OtherHost, b: OtherHost): boolean {
  return a.host === b.host && a.verdict === b.verdict && a.action === b.action
}

function notChecked(reason: NotChecked) {
  return { kind: 'not-checked', reason } as const
}

function recordOf({ request, action, fingerprint, connection, verdict, report }: Sighting): Seen {
  const { requestId, host, isPrivate } = request
  return {
    kind: 'seen',
    requestId,
    host,
    isPrivate,
    action,
    fingerprint,
    connection,
    verdict,
    report,
    others: [],
  }
}

function recordOfHold({ id, host, isPrivate, fingerprint, connection, verdict, report }: Hold): Seen {
  const seen = { requestId: id, host, isPrivate, fingerprint, connection, verdict, report }
  return { kind: 'seen', ...seen, action: 'held', others: [] }
}
