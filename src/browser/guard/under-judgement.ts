import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import type { PrivateMemory } from '../private-windows.ts'
import type { SessionTable } from '../storage/session-table.ts'
import type { GuardedRequest } from './sighting.ts'

/** A page, or a frame of one, about which nothing had been decided when it was noted. A plain value. */
export interface Undecided {
  readonly requestId: string
  readonly tabId: number
  readonly frameId?: number
  readonly url: string
  readonly isPrivate: boolean
  /** SHA-256 of the leaf that its connection showed; undefined before anything was sent. */
  readonly fingerprint?: string
  /** Milliseconds since the epoch. */
  readonly since: number
}

export type UndecidedFrame = Undecided & { readonly frameId: number }

/**
 * Remembers which pages and frames are being judged, where it outlives this process. If Firefox loses that, it lets them
 * go. Of a page, what its connection has shown counts then, and not what its site shows to us, if it answers us at all; a
 * frame is asked for again.
 */
export interface UnderJudgement {
  readonly begin: (request: GuardedRequest, fingerprint?: string) => void
  readonly end: (request: GuardedRequest) => void
  /** The page that another process was judging for the tab when it was lost. */
  readonly leftOver: (tabId: number) => Promise<Undecided | undefined>
  /** Likewise, what was on its way into frames. */
  readonly framesLeftOver: () => Promise<readonly UndecidedFrame[]>
  /** Whether something was, into that frame; it is forgotten with that. */
  readonly takeFrame: (tabId: number, frameId: number) => Promise<boolean>
}

interface UnderJudgementParts {
  /** By tab id. */
  readonly table: SessionTable<Undecided>
  /** By tab id and frame id: however many a page has, they take no page's place. */
  readonly frames: SessionTable<Undecided>
  readonly clock: Clock
}

/** What is decided sooner is not worth a note, ms. */
const QUICK_MS = 30
/** The page that Firefox has let go stands there long before, ms. */
const RECENT_MS = 120_000

export function createUnderJudgement({
  table,
  frames,
  clock,
}: UnderJudgementParts): UnderJudgement & PrivateMemory {
  /** Each ends with its decision. By request. */
  const ours = new Map<string, Cancellation>()

  const tableOf = (frameId?: number) => (frameId === undefined ? table : frames)

  async function note(undecided: Undecided, ended: Cancellation): Promise<void> {
    await clock.wait(QUICK_MS, ended)
    if (ended.cancelled) return
    void tableOf(undecided.frameId).keep(keyOf(undecided), undecided)
    ended.onCancel(() => void drop(undecided))
  }

  // The tab may be on its way to another page by now, about which nothing is decided either.
  async function drop({ requestId, ...place }: Undecided): Promise<void> {
    const key = keyOf(place)
    const noted = await tableOf(place.frameId).find(key)
    if (noted?.requestId === requestId) await tableOf(place.frameId).drop(key)
  }

  const isLeftOver = ({ requestId, since }: Undecided) =>
    !ours.has(requestId) && clock.now() - since < RECENT_MS

  return {
    begin({ requestId, tabId, frameId, role, url, isPrivate }, fingerprint) {
      if ((role !== 'page' && role !== 'frame') || tabId < 0) return
      const ended = new Cancellation()
      ours.get(requestId)?.cancel()
      ours.set(requestId, ended)
      const undecided: Undecided = {
        requestId,
        tabId,
        ...(frameId !== undefined && { frameId }),
        url,
        isPrivate,
        ...(fingerprint !== undefined && { fingerprint }),
        since: clock.now(),
      }
      void note(undecided, ended)
    },
    end({ requestId }) {
      ours.get(requestId)?.cancel()
      ours.delete(requestId)
    },
    async leftOver(tabId) {
      const noted = await table.find(keyOf({ tabId }))
      return noted !== undefined && isLeftOver(noted) ? noted : undefined
    },
    framesLeftOver: async () => (await frames.list()).filter(isLeftOver).filter(isFrame),
    async takeFrame(tabId, frameId) {
      const key = keyOf({ tabId, frameId })
      const noted = await frames.find(key)
      if (noted === undefined || !isLeftOver(noted)) return false
      await frames.drop(key)
      return true
    },
    async forgetPrivate() {
      await Promise.all([table, frames].map((one) => one.dropWhere((_, { isPrivate }) => isPrivate)))
    },
  }
}

function keyOf({
  tabId,
  frameId,
}: {
  readonly tabId: number
  readonly frameId?: number | undefined
}): string {
  return frameId === undefined ? String(tabId) : `${tabId} ${frameId}`
}

const isFrame = (undecided: Undecided): undecided is UndecidedFrame => undecided.frameId !== undefined
