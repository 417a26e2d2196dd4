import type { Action } from 'webextension-polyfill'
import type { Display } from './face.ts'

type ActionSlice = Pick<
  Action.Static,
  'setIcon' | 'setTitle' | 'setBadgeText' | 'setBadgeBackgroundColor' | 'setBadgeTextColor'
>

export interface Toolbar {
  readonly show: (tabId: number, display: Display) => Promise<void>
}

/** The button of one tab. Firefox takes it back to the default by itself when the tab navigates. */
export function createToolbar(action: ActionSlice, titleOf: (display: Display) => string): Toolbar {
  const colours = (tabId: number) => [
    action.setBadgeBackgroundColor({ tabId, color: '#b3001b' }),
    action.setBadgeTextColor({ tabId, color: '#ffffff' }),
  ]
  return {
    async show(tabId, display) {
      const { face, isAlarming } = display
      try {
        await Promise.all([
          action.setIcon({ tabId, path: `icons/${face}.svg` }),
          action.setTitle({ tabId, title: titleOf(display) }),
          // Without one of its own it has that of its window.
          action.setBadgeText({ tabId, text: isAlarming ? '!' : null }),
          ...(isAlarming ? colours(tabId) : []),
        ])
      } catch {
        // The tab was closed meanwhile.
      }
    },
  }
}
