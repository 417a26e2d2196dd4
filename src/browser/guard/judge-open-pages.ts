import { decide, type DecideParts, loadSettings } from './decide.ts'
import { GRACE_MS } from './patience.ts'
import { judgeProbed, type ProbeJudgeParts } from './judge-probed.ts'
import type { GuardedRequest } from './sighting.ts'

/** A tab with a page in it that no request was seen for. */
export interface OpenPage {
  readonly tabId: number
  readonly url: string
  readonly isPrivate: boolean
}

interface JudgeOpenParts extends ProbeJudgeParts, DecideParts {}

/** How long a page may stand before it is known what it is, ms. */
const SEEN_MS = 1_000

/** How many are judged at once, after a start with many tabs. */
const AT_ONCE = 4

/**
 * Judges pages that are there already: those that were open when the add-on came, or came back; that a service worker
 * answered; or that came back from the history. By a connection of our own, since theirs is not to be seen any more.
 */
export function createJudgeOpenPages(parts: JudgeOpenParts): (pages: readonly OpenPage[]) => Promise<void> {
  async function judge({ tabId, url, isPrivate }: OpenPage): Promise<void> {
    const loaded = await loadSettings(parts)
    // It is to be seen meanwhile: whatever cannot be settled at once is settled behind the interstitial.
    const settings = { ...loaded, holdMs: Math.min(loaded.holdMs, SEEN_MS) }
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
    const judge = async () => {
      const judgement = await judgeProbed(request, settings, parts, false)
      // It is there, perhaps from a cache and without a network: that its site cannot be reached now says nothing about it.
      return judgement.verdict?.cause === 'site-unreachable' ? 'none' : judgement
    }
    await decide(request, settings, parts, judge, settings.deadlineMs + GRACE_MS)
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
