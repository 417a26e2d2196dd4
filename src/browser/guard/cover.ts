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
  /** Once nothing that is being refused is on its way into the tab, after a few seconds at the latest. Never rejects. */
  readonly settled: (tabId: number) => Promise<void>
}

/** It takes some milliseconds. Without it, the interstitial comes as one page more. */
const PATIENCE_MS = 2_000

/** A page that hangs is not waited for. */
const EMPTYING_MS = 300

const LOOK_MS = 50

export function createCover({ tabs, scripting, interstitial, clock }: CoverParts): Cover {
  /** By tab: ends the wait for about:blank. */
  const waits = new Map<number, Cancellation>()
  /** By tab: the hold that is about to be shown, and when it is. */
  const shows = new Map<number, { newest: Hold; readonly done: Promise<void> }>()

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
    if (hold) await tabs.update(tabId, { url: interstitialAddress(interstitial, hold), loadReplace })
  }

  return {
    onRefusal(tabId) {
      // Of navigations that follow each other the last alone leads to about:blank, and all have waited for it.
      if (waits.get(tabId)?.cancelled !== false) waits.set(tabId, new Cancellation())
    },
    onCommitted({ tabId, frameId, url }) {
      if (frameId === 0 && url === BLANK) waits.get(tabId)?.cancel()
    },
    show(hold) {
      const { tabId } = hold
      const show = shows.get(tabId) ?? { newest: hold, done: showNewest(tabId) }
      show.newest = hold
      shows.set(tabId, show)
      return show.done
    },
    async settled(tabId) {
      const isComing = () => waits.get(tabId)?.cancelled === false || shows.has(tabId)
      const until = clock.now() + PATIENCE_MS + EMPTYING_MS
      while (isComing() && clock.now() < until) await clock.wait(LOOK_MS, new Cancellation())
    },
  }
}
