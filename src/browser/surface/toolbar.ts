import type { Action } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import type { Display } from './face.ts'

type ActionSlice = Pick<
  Action.Static,
  'getTitle' | 'setIcon' | 'setTitle' | 'setBadgeText' | 'setBadgeBackgroundColor' | 'setBadgeTextColor'
>

export interface Toolbar {
  readonly show: (tabId: number, display: Display) => Promise<void>
}

/** By then Firefox has taken the button back, if it was late to, ms. */
const LOOK_AGAIN_MS = 1_000

/**
 * The button of one tab. Firefox takes it back to the default by itself when the tab navigates; on a busy machine that may
 * come after we were told of the page, so it is looked at once more.
 */
export function createToolbar(
  action: ActionSlice,
  titleOf: (display: Display) => string,
  clock: Clock,
): Toolbar {
  /** What each is to be, until it was looked at. */
  const wanted = new Map<number, Display>()
  const colours = (tabId: number) => [
    action.setBadgeBackgroundColor({ tabId, color: '#b3001b' }),
    action.setBadgeTextColor({ tabId, color: '#ffffff' }),
  ]

  async function set(tabId: number, display: Display): Promise<void> {
    const { face, isAlarming } = display
    await Promise.all([
      action.setIcon({ tabId, path: `icons/${face}.svg` }),
      action.setTitle({ tabId, title: titleOf(display) }),
      // Without one of its own it has that of its window.
      action.setBadgeText({ tabId, text: isAlarming ? '!' : null }),
      ...(isAlarming ? colours(tabId) : []),
    ])
  }

  async function lookAgain(tabId: number, display: Display): Promise<void> {
    wanted.set(tabId, display)
    await clock.wait(LOOK_AGAIN_MS, new Cancellation())
    if (wanted.get(tabId) !== display) return
    wanted.delete(tabId)
    if ((await action.getTitle({ tabId })) !== titleOf(display)) await set(tabId, display)
  }

  return {
    async show(tabId, display) {
      // Either fails where the tab was closed meanwhile.
      lookAgain(tabId, display).catch(() => undefined)
      await set(tabId, display).catch(() => undefined)
    },
  }
}
