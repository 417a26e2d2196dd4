import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import type { PrivateMemory } from '../private-windows.ts'
import type { SessionTable } from '../storage/session-table.ts'
import type { GuardedRequest } from './sighting.ts'

/** A page about which nothing had been decided when it was noted. A plain value. */
export interface Undecided {
  readonly requestId: string
  readonly url: string
  readonly isPrivate: boolean
  /** SHA-256 of the leaf that its connection showed; undefined before anything was sent. */
  readonly fingerprint?: string
  /** Milliseconds since the epoch. */
  readonly since: number
}

/**
 * Remembers which pages are being judged, where it outlives this process. If Firefox loses that, it lets them go; and then
 * what their connection has shown counts, and not what their site shows to us, if it answers us at all.
 */
export interface UnderJudgement {
  readonly begin: (request: GuardedRequest, fingerprint?: string) => void
  readonly end: (request: GuardedRequest) => void
  /** The page that another process was judging for the tab when it was lost. */
  readonly leftOver: (tabId: number) => Promise<Undecided | undefined>
}

interface UnderJudgementParts {
  /** By tab id. */
  readonly table: SessionTable<Undecided>
  readonly clock: Clock
}

/** What is decided sooner is not worth a note, ms. */
const QUICK_MS = 30
/** The page that Firefox has let go stands there long before, ms. */
const RECENT_MS = 120_000

export function createUnderJudgement({ table, clock }: UnderJudgementParts): UnderJudgement & PrivateMemory {
  /** Each ends with its decision. By request. */
  const ours = new Map<string, Cancellation>()

  async function note({ tabId, ...page }: Undecided & { tabId: number }, ended: Cancellation): Promise<void> {
    await clock.wait(QUICK_MS, ended)
    if (ended.cancelled) return
    void table.keep(String(tabId), page)
    ended.onCancel(() => void drop(tabId, page.requestId))
  }

  // The tab may be on its way to another page by now, about which nothing is decided either.
  async function drop(tabId: number, requestId: string): Promise<void> {
    const noted = await table.find(String(tabId))
    if (noted?.requestId === requestId) await table.drop(String(tabId))
  }

  return {
    begin(request, fingerprint) {
      const { requestId, tabId, role, url, isPrivate } = request
      if (role !== 'page' || tabId < 0) return
      const ended = new Cancellation()
      ours.get(requestId)?.cancel()
      ours.set(requestId, ended)
      const since = clock.now()
      const page = { requestId, url, isPrivate, since, ...(fingerprint !== undefined && { fingerprint }) }
      void note({ tabId, ...page }, ended)
    },
    end({ requestId }) {
      ours.get(requestId)?.cancel()
      ours.delete(requestId)
    },
    async leftOver(tabId) {
      const noted = await table.find(String(tabId))
      if (noted === undefined || ours.has(noted.requestId)) return undefined
      return clock.now() - noted.since < RECENT_MS ? noted : undefined
    },
    forgetPrivate: () => table.dropWhere((_, { isPrivate }) => isPrivate),
  }
}
