import { DEFAULT_SETTINGS } from '../../policy/settings.ts'
import type { Awake } from '../awake.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { conclude, type ConcludeParts } from './conclude.ts'
import { judgeProbed, type ProbeJudgeParts } from './judge-probed.ts'
import type { GuardedRequest } from './sighting.ts'

/** A tab with a page in it that no request was seen for. */
export interface OpenPage {
  readonly tabId: number
  readonly url: string
  readonly isPrivate: boolean
}

interface JudgeOpenParts extends ProbeJudgeParts, ConcludeParts {
  readonly settings: SettingsStore
  readonly awake: Awake
}

/** How many are judged at once, after a start with many tabs. */
const AT_ONCE = 4

/**
 * Judges pages that are there already: those that were open when the add-on came, or came back; that a service worker
 * answered; or that came back from the history. By a connection of our own, since theirs is not to be seen any more.
 */
export function createJudgeOpenPages(parts: JudgeOpenParts): (pages: readonly OpenPage[]) => Promise<void> {
  async function judge({ tabId, url, isPrivate }: OpenPage): Promise<void> {
    const settings = await parts.settings.load().catch(() => DEFAULT_SETTINGS)
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
    const judgement = await judgeProbed(request, settings, parts, false)
    // It is there, perhaps from a cache and without a network: that its site cannot be reached now says nothing about it.
    if (judgement.verdict?.cause === 'site-unreachable') return
    await conclude(request, judgement, settings, parts)
  }

  return async (pages) => {
    const waiting = [...pages]
    const letGo = parts.awake.hold()
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
          await judge(page).catch(() => undefined)
        }
      }),
    )
    letGo()
  }
}
