import type { Tabs, WebNavigation } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { BLANK } from './conclude.ts'
import type { Hold } from './hold.ts'
import { interstitialAddress } from './interstitial-address.ts'

interface CoverParts {
  readonly tabs: Pick<Tabs.Static, 'update'>
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
  /** Rejects where the tab was closed meanwhile. */
  readonly show: (hold: Hold) => Promise<void>
}

/** It takes some milliseconds. Without it, the interstitial comes as one page more. */
const PATIENCE_MS = 2_000

export function createCover({ tabs, interstitial, clock }: CoverParts): Cover {
  /** By tab: ends the wait for about:blank. */
  const waits = new Map<number, Cancellation>()

  /** What stands in the tab is to be replaced: the page itself, or the blank that has taken its place. */
  async function isInPlace(tabId: number): Promise<boolean> {
    const wait = waits.get(tabId)
    if (wait === undefined) return true
    await clock.wait(PATIENCE_MS, wait)
    if (waits.get(tabId) === wait) waits.delete(tabId)
    return wait.cancelled
  }

  return {
    onRefusal: (tabId) => void waits.set(tabId, new Cancellation()),
    onCommitted({ tabId, frameId, url }) {
      if (frameId === 0 && url === BLANK) waits.get(tabId)?.cancel()
    },
    async show(hold) {
      const loadReplace = await isInPlace(hold.tabId)
      await tabs.update(hold.tabId, { url: interstitialAddress(interstitial, hold), loadReplace })
    },
  }
}
