import type { Scripting, Tabs, WebNavigation } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { within } from '../../policy/within.ts'
import { BLANK } from './conclude.ts'
import { attempt } from './decide.ts'
import { emptyPage } from './empty.ts'
import type { Hold } from './hold.ts'
import { interstitialAddress } from './interstitial-address.ts'

interface CoverParts {
  readonly tabs: Pick<Tabs.Static, 'update'>
  readonly scripting: Pick<Scripting.Static, 'executeScript'>
  /** Address of the interstitial. */
  readonly interstitial: string
  readonly clock: Clock
}

/** Puts the interstitial into a tab, in the very place of the page that it stands for. */
export interface Cover {
  /** A page is being refused: about:blank is on its way into the tab. To be told before it is. */
  readonly onRefusal: (tabId: number) => void
  readonly onCommitted: (
    details: Pick<WebNavigation.OnCommittedDetailsType, 'tabId' | 'frameId' | 'url'>,
  ) => void
  /**
   * The newest hold of a tab alone: a site that navigates for ever would fill it with one interstitial after the other.
   * Rejects where the tab was closed meanwhile.
   */
  readonly show: (hold: Hold) => Promise<void>
  /** Once neither what is being refused nor its interstitial is on its way into the tab, after a few seconds at the latest. Never rejects. */
  readonly settled: (tabId: number) => Promise<void>
}

/** It takes some milliseconds, or seconds where Firefox is busy. Without it, the interstitial comes as one page more. */
const PATIENCE_MS = 2_000

/** A page that hangs is not waited for. */
const EMPTYING_MS = 300

const LOOK_MS = 50

export function createCover({ tabs, scripting, interstitial, clock }: CoverParts): Cover {
  /** By tab: ends the wait for about:blank. */
  const waits = new Map<number, Cancellation>()
  /** By tab: the hold that is about to be shown, and when it is. */
  const shows = new Map<number, { newest: Hold; readonly done: Promise<void> }>()
  /** By tab: the hold whose interstitial is on its way. */
  const sent = new Map<number, Hold>()

  /** What stands in the tab is to be replaced: the page itself, or the blank that has taken its place. */
  async function isInPlace(tabId: number): Promise<boolean> {
    const wait = waits.get(tabId)
    if (wait === undefined) return true
    await clock.wait(PATIENCE_MS, wait)
    if (waits.get(tabId) === wait) waits.delete(tabId)
    return wait.cancelled
  }

  /** Whether the interstitial is to take the place of what stands there. */
  async function prepare(tabId: number): Promise<boolean> {
    const isBeingRefused = waits.has(tabId)
    const replaces = await isInPlace(tabId)
    if (!isBeingRefused) await within(emptyPage(scripting, tabId), EMPTYING_MS, clock)
    return replaces
  }

  async function showNewest(tabId: number): Promise<void> {
    const loadReplace = (await attempt(() => prepare(tabId))) ?? false
    const hold = shows.get(tabId)?.newest
    shows.delete(tabId)
    if (hold) await send(hold, loadReplace)
  }

  async function send(hold: Hold, loadReplace: boolean): Promise<void> {
    const { tabId } = hold
    sent.set(tabId, hold)
    try {
      await tabs.update(tabId, { url: interstitialAddress(interstitial, hold), loadReplace })
    } catch (error) {
      if (sent.get(tabId) === hold) sent.delete(tabId)
      throw error
    }
  }

  /** The blank of a page that is refused came so late that the interstitial had been sent for: it has taken its place. */
  function sendAgain(tabId: number): void {
    const hold = sent.get(tabId)
    // What is about to be shown comes after it anyway.
    if (hold !== undefined && !shows.has(tabId)) send(hold, true).catch(() => undefined)
  }

  return {
    onRefusal(tabId) {
      // Of navigations that follow each other the last alone leads to about:blank, and all have waited for it.
      if (waits.get(tabId)?.cancelled !== false) waits.set(tabId, new Cancellation())
    },
    onCommitted({ tabId, frameId, url }) {
      if (frameId !== 0) return
      if (url !== BLANK) {
        sent.delete(tabId)
        return
      }
      waits.get(tabId)?.cancel()
      sendAgain(tabId)
    },
    show(hold) {
      const { tabId } = hold
      const show = shows.get(tabId) ?? { newest: hold, done: showNewest(tabId) }
      show.newest = hold
      shows.set(tabId, show)
      return show.done
    },
    async settled(tabId) {
      const isComing = () => waits.get(tabId)?.cancelled === false || shows.has(tabId) || sent.has(tabId)
      const until = clock.now() + PATIENCE_MS + EMPTYING_MS
      while (isComing() && clock.now() < until) await clock.wait(LOOK_MS, new Cancellation())
    },
  }
}
