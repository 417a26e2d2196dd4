import type { Tabs } from 'webextension-polyfill'
import { Cancellation } from '../../policy/cancellation.ts'
import type { Settings } from '../../policy/settings.ts'
import { decide, type DecideParts } from './decide.ts'
import { GRACE_MS } from './patience.ts'
import type { Judgement } from './judge-chain.ts'
import { judgeProbed, type ProbeJudgeParts } from './judge-probed.ts'
import type { GuardedRequest, Sighting } from './sighting.ts'

/** A tab with a page in it that no request was seen for. */
export interface OpenPage {
  readonly tabId: number
  readonly url: string
  readonly isPrivate: boolean
}

interface JudgeOpenParts extends ProbeJudgeParts, DecideParts {
  readonly getTab: (tabId: number) => Promise<Pick<Tabs.Tab, 'url'>>
}

/** It is to be seen meanwhile: what cannot be settled at once is settled behind the interstitial. */
function impatient(settings: Settings): Settings {
  return { ...settings, holdMs: Math.min(settings.holdMs, SEEN_MS) }
}

const SEEN_MS = 1_000

/** After which a site that could not be reached is tried once more, ms. */
const AGAIN_MS = 1_000

function isUnreachable({ verdict }: Judgement): boolean {
  return verdict?.cause === 'site-unreachable'
}

/** How many are judged at once, after a start with many tabs. */
const AT_ONCE = 4

/**
 * Judges pages that are there already: those that were open when the add-on came, or came back; that a service worker
 * answered; or that came back from the history. By a connection of our own, since theirs is not to be seen any more.
 */
export function createJudgeOpenPages(given: JudgeOpenParts): (pages: readonly OpenPage[]) => Promise<void> {
  const parts: JudgeOpenParts = { ...given, onSighting: (sighting) => void tellIfThere(sighting) }

  // The interstitial would cover whatever else stands in the tab by now.
  async function tellIfThere(sighting: Sighting): Promise<void> {
    const { tabId, host } = sighting.request
    const { url = '' } = await given.getTab(tabId).catch(() => ({ url: '' }))
    if (URL.canParse(url) && new URL(url).host === host) given.onSighting(sighting)
  }

  async function judge({ tabId, url, isPrivate }: OpenPage): Promise<void> {
    const request: GuardedRequest = {
      requestId: `open ${tabId} ${url}`,
      tabId,
      role: 'page',
      url,
      host: new URL(url).host,
      method: 'GET',
      isPrivate,
      isSent: true,
    }
    const connect = (settings: Settings) => judgeProbed(request, impatient(settings), parts, false)
    const judge = async (settings: Settings) => {
      const first = await connect(settings)
      if (!isUnreachable(first)) return first
      // A connection may fail for a moment, and nobody asks a second time about a page that stands there.
      await parts.clock.wait(AGAIN_MS, new Cancellation())
      const second = await connect(settings)
      // It is there, perhaps from a cache and without a network: that its site cannot be reached now says nothing about it.
      return isUnreachable(second) ? 'none' : second
    }
    await decide(request, parts, judge, (_, { deadlineMs }) => 2 * deadlineMs + AGAIN_MS + GRACE_MS)
  }

  return async (pages) => {
    const waiting = [...pages]
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
          await judge(page).catch(() => undefined)
        }
      }),
    )
  }
}
