import type { Action, WebNavigation, Windows } from 'webextension-polyfill'
import { readInterstitialAddress } from '../guard/interstitial-address.ts'
import { createOnceMore } from '../once-more.ts'

interface HeldBadgeParts {
  readonly action: Pick<Action.Static, 'setBadgeText' | 'setBadgeBackgroundColor' | 'setBadgeTextColor'>
  /** Address of the interstitial. */
  readonly interstitial: string
  readonly openWindows: () => Promise<readonly Pick<Windows.Window, 'id' | 'incognito'>[]>
  /** How many pages stand held in tabs of private windows, or of the others. */
  readonly count: (isPrivate: boolean) => Promise<number>
}

/** Nothing here rejects. */
export interface HeldBadge {
  readonly onCommitted: (
    details: Pick<WebNavigation.OnCommittedDetailsType, 'frameId' | 'url'>,
  ) => Promise<void>
  /** A tab has gone: it may have held one. */
  readonly onTabChange: () => Promise<void>
}

/** One that is held is told of where it is. */
const FEWEST = 2

/**
 * How many pages are held, on the button of every window, where its tab has nothing more urgent to say. Private windows and
 * the others do not count for each other.
 */
export function createHeldBadge({ action, interstitial, openWindows, count }: HeldBadgeParts): HeldBadge {
  /** Undefined until it was looked at: the event page has been suspended meanwhile. */
  let isShown: boolean | undefined

  async function show(windowId: number, held: number): Promise<void> {
    const text = held < FEWEST ? '' : String(held)
    await Promise.all([
      action.setBadgeText({ windowId, text }),
      ...(text === ''
        ? []
        : [
            action.setBadgeBackgroundColor({ windowId, color: '#b3001b' }),
            action.setBadgeTextColor({ windowId, color: '#ffffff' }),
          ]),
    ])
  }

  async function showAll(): Promise<void> {
    const [windows, ordinary, secret] = await Promise.all([openWindows(), count(false), count(true)])
    isShown = ordinary >= FEWEST || secret >= FEWEST
    // One that is being closed must not keep the others from it.
    await Promise.allSettled(
      windows.flatMap(({ id, incognito }) =>
        id === undefined ? [] : [show(id, incognito ? secret : ordinary)],
      ),
    )
  }

  const onHeld = createOnceMore(showAll)
  const onTabChange = async () => {
    if (isShown !== false) await onHeld()
  }
  return {
    onTabChange,
    async onCommitted({ frameId, url }) {
      if (frameId === 0) await (readInterstitialAddress(interstitial, url) ? onHeld() : onTabChange())
    },
  }
}
