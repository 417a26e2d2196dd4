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

interface Arrival {
  readonly ofBlank: Promise<void>
  readonly tell: () => void
}

/** It takes some milliseconds. Without it, the interstitial comes as one page more. */
const PATIENCE_MS = 2_000

export function createCover({ tabs, interstitial, clock }: CoverParts): Cover {
  const arrivals = new Map<number, Arrival>()

  /** What stands in the tab is to be replaced: the page itself, or the blank that has taken its place. */
  async function isInPlace(tabId: number): Promise<boolean> {
    const arrival = arrivals.get(tabId)
    if (arrival === undefined) return true
    const tooLate = new Cancellation()
    const hasArrived = await Promise.race([
      arrival.ofBlank.then(() => true),
      clock.wait(PATIENCE_MS, tooLate).then(() => false),
    ])
    tooLate.cancel()
    if (arrivals.get(tabId) === arrival) arrivals.delete(tabId)
    return hasArrived
  }

  return {
    onRefusal: (tabId) => void arrivals.set(tabId, newArrival()),
    onCommitted({ tabId, frameId, url }) {
      if (frameId === 0 && url === BLANK) arrivals.get(tabId)?.tell()
    },
    async show(hold) {
      const loadReplace = await isInPlace(hold.tabId)
      await tabs.update(hold.tabId, { url: interstitialAddress(interstitial, hold), loadReplace })
    },
  }
}

function newArrival(): Arrival {
  let tell: () => void = () => undefined
  const ofBlank = new Promise<void>((resolve) => {
    tell = resolve
  })
  return { ofBlank, tell: () => tell() }
}
