import type { Scripting, Tabs, WebNavigation } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import { within } from '../../policy/within.ts'
import { BLANK } from './conclude.ts'
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
  /** Rejects where the tab was closed meanwhile. */
  readonly show: (hold: Hold) => Promise<void>
}

/** It takes some milliseconds. Without it, the interstitial comes as one page more. */
const PATIENCE_MS = 2_000

/** A page that hangs is not waited for. */
const EMPTYING_MS = 300

export function createCover({ tabs, scripting, interstitial, clock }: CoverParts): Cover {
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

  /**
   * A page that stands there could ask its user whether he really wants to leave (beforeunload), and stand meanwhile. So it
   * is emptied first: opening a document anew takes away all that it listens to.
   */
  async function empty(tabId: number): Promise<void> {
    const target = { tabId }
    const done = Promise.allSettled([
      scripting.executeScript({ target, world: 'ISOLATED', injectImmediately: true, func: removeContent }),
      scripting.executeScript({ target, world: 'MAIN', injectImmediately: true, func: openAnew }),
    ])
    await within(done, EMPTYING_MS, clock)
  }

  return {
    onRefusal: (tabId) => void waits.set(tabId, new Cancellation()),
    onCommitted({ tabId, frameId, url }) {
      if (frameId === 0 && url === BLANK) waits.get(tabId)?.cancel()
    },
    async show(hold) {
      const isBeingRefused = waits.has(hold.tabId)
      const loadReplace = await isInPlace(hold.tabId)
      if (!isBeingRefused) await empty(hold.tabId)
      await tabs.update(hold.tabId, { url: interstitialAddress(interstitial, hold), loadReplace })
    },
  }
}

// The rest is run in the page.

/** Where the page cannot reach: it may have replaced what `openAnew` calls. */
function removeContent(): void {
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true })
  document.documentElement.remove()
}

function openAnew(): void {
  document.open()
  document.close()
}
