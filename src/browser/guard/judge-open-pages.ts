import { Cancellation } from '../../policy/cancellation.ts'
import type { Settings } from '../../policy/settings.ts'
import { within } from '../../policy/within.ts'
import { decide, type DecideParts } from './decide.ts'
import { GRACE_MS } from './patience.ts'
import { checkChain, type Judgement } from './judge-chain.ts'
import { judgeProbed, type ProbeJudgeParts, unreachable } from './judge-probed.ts'
import { type OpenPage, requestFor, tellIfThere, type TellParts } from './open-page.ts'
import type { GuardedRequest } from './sighting.ts'
import type { Undecided } from './under-judgement.ts'

interface JudgeOpenParts extends ProbeJudgeParts, DecideParts, TellParts {}

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
 * Judges pages, and frames of pages, that are there already: those that were open when the add-on came, or came back; that a service worker
 * answered; or that came back from the history. By a connection of our own, since theirs is not to be seen any more.
 */
export function createJudgeOpenPages(given: JudgeOpenParts): (pages: readonly OpenPage[]) => Promise<void> {
  const parts: JudgeOpenParts = { ...given, onSighting: tellIfThere(given) }

  async function judgeProbedTwice(request: GuardedRequest, settings: Settings): Promise<Judgement | 'none'> {
    const connect = () => judgeProbed(request, impatient(settings), parts, false)
    const first = await connect()
    if (!isUnreachable(first)) return first
    // A connection may fail for a moment, and nobody asks a second time about a page that stands there.
    await parts.clock.wait(AGAIN_MS, new Cancellation())
    const second = await connect()
    // It is there, perhaps from a cache and without a network: that its site cannot be reached now says nothing about it.
    return isUnreachable(second) ? 'none' : second
  }

  /** Whoever keeps us from its site now may be the one who has sent it: so that speaks against it, and is not waited for. */
  async function judgeUndecided(
    request: GuardedRequest,
    undecided: Undecided,
    settings: Settings,
  ): Promise<Judgement> {
    const shown = await judgeShown(request, undecided, impatient(settings))
    if (shown !== undefined) return shown
    const probing = judgeProbed(request, impatient(settings), parts, false)
    return (await within(probing, SEEN_MS, parts.clock)) ?? unreachable(parts.clock.now())
  }

  /** By what the connection of the page itself has shown, where that is known. */
  async function judgeShown(
    request: GuardedRequest,
    { fingerprint, url }: Undecided,
    settings: Settings,
  ): Promise<Judgement | undefined> {
    if (fingerprint === undefined || new URL(url).host !== request.host) return undefined
    const report = parts.checker.standing({ fingerprint, isPrivate: request.isPrivate })
    if (report !== undefined) return { fingerprint, report, verdict: report.verdict }
    const chain = await parts.chains.find(fingerprint)
    return chain && checkChain(request, { fingerprint, chain }, settings, parts)
  }

  async function judge(page: OpenPage): Promise<void> {
    const request = requestFor(page)
    const { undecided } = page
    await decide(
      request,
      parts,
      (settings) =>
        undecided === undefined
          ? judgeProbedTwice(request, settings)
          : judgeUndecided(request, undecided, settings),
      (_, { deadlineMs }) => 2 * deadlineMs + AGAIN_MS + GRACE_MS,
    )
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
