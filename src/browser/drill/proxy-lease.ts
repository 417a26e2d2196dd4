import type { Permissions, Tabs } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Clock } from '../../policy/clock.ts'
import type { Awake } from '../awake.ts'

interface LeaseParts {
  readonly permissions: Pick<Permissions.Static, 'contains' | 'remove'>
  readonly tabs: Pick<Tabs.Static, 'remove'>
  /** Addresses of the pages of ours that are open in tabs. */
  readonly openPages: () => Promise<readonly (string | undefined)[]>
  /** That of the page with the drill. */
  readonly page: string
  readonly clock: Clock
  readonly awake: Awake
}

/**
 * Sees to it that the permission to be asked about proxies is given back: the page with the drill does so itself, but it
 * may be closed in the middle of it, or Firefox be killed.
 */
export interface ProxyLease {
  /** To be called whenever the permission may be there; never rejects. */
  readonly lookAfter: () => Promise<void>
  /** The drill looks at a site in that tab: it is not left behind either. */
  readonly onLooking: (tabId: number) => void
  /** Whether it is that tab: a look of our own at its site would change what Firefox asks about it. */
  readonly isLookedAt: (tabId: number) => boolean
}

/** A drill takes less. */
const MAX_MS = 2 * 60_000
const LOOK_MS = 500

export function createProxyLease(parts: LeaseParts): ProxyLease {
  const { permissions, tabs, clock, awake } = parts
  let watching: Promise<void> | undefined
  let lookTab: number | undefined
  const isHeld = () => permissions.contains(PROXY)
  const isInUse = async () => (await parts.openPages()).some((url) => url?.startsWith(parts.page))

  async function watch(): Promise<void> {
    if (!(await isHeld())) return
    const letGo = awake.hold()
    const startedAt = clock.now()
    try {
      while (await isHeld()) {
        if (clock.now() - startedAt <= MAX_MS && (await isInUse())) {
          await clock.wait(LOOK_MS, new Cancellation())
        } else await takeBack()
      }
    } finally {
      letGo()
    }
  }

  async function takeBack(): Promise<void> {
    await permissions.remove(PROXY)
    // It rejects where the tab has gone already.
    if (lookTab !== undefined) await tabs.remove(lookTab).catch(() => undefined)
  }

  return {
    lookAfter: () =>
      (watching ??= watch()
        .catch(() => undefined)
        .finally(() => {
          watching = undefined
        })),
    onLooking: (tabId) => {
      lookTab = tabId
    },
    isLookedAt: (tabId) => tabId === lookTab,
  }
}

export const PROXY: Permissions.Permissions = { permissions: ['proxy'] }
